import type { Finding } from "../diagnostics/finding";
import { parseValue } from "../schema/parse";
import { type BurstPool, burstPoolOf, type RentedBy } from "./burst-pool";
import { burstSchema, type ParsedBurst } from "./burst-schema";
import { checkRemote } from "./federation/check-remote";

export interface ReadBurst {
  /** There exactly when nothing is wrong. */
  readonly pool?: BurstPool;
  /** Rows of the workloads that exist only because of bursts, not yet read. */
  readonly workloads: readonly unknown[];
  /** Rows of what bursts need at home, not yet read. */
  readonly support: ParsedBurst["support"];
  readonly findings: readonly Finding[];
}

const none: ParsedBurst["support"] = { namespaces: [], workloads: [] };

/** Reads what a stack's tables say about bursts. */
export function readBurst(row: unknown, mode: RentedBy = "nodes"): ReadBurst {
  if (row === undefined) {
    return {
      workloads: [],
      support: none,
      findings: [
        {
          path: "burst",
          message: `is missing from the stack's definition, and its configuration asks for burst.mode ${mode}`,
          fix: "describe what may be rented (docs/burst.md), or run: pulumi config set --path berth:burst.mode off",
        },
      ],
    };
  }
  const { value, findings } = parseValue(burstSchema, row, "burst");
  const all = [...findings, ...(value === undefined ? [] : [...checkProfile(value), ...checkMode(value, mode), ...checkRemote(value)])];
  if (value === undefined || all.length > 0) {
    return { workloads: [], support: none, findings: all };
  }
  const { workloads, support, ...profile } = value;
  // What is needed at home depends on who rents.
  const needed = mode === "nodes" ? support : (profile.federation?.liqo.support ?? none);
  return { pool: burstPoolOf(profile, mode), workloads, support: needed, findings: [] };
}

function checkMode({ federation }: ParsedBurst, mode: RentedBy): readonly Finding[] {
  return mode === "nodes" || federation !== undefined
    ? []
    : [
        {
          path: "burst.federation",
          message: "is missing from the stack's definition, and its configuration asks for burst.mode federation",
          fix: "describe the cluster that is to rent nodes (docs/burst.md), or run: pulumi config set --path berth:burst.mode nodes",
        },
      ];
}

function checkProfile({ region, zones, instanceTypes, limits, capacityTypes }: ParsedBurst): readonly Finding[] {
  const elsewhere = zones.filter((zone) => zone.slice(0, -1) !== region);
  const twice = (names: readonly string[]): readonly string[] => names.filter((name, index) => names.indexOf(name) < index);
  const dear = instanceTypes.filter(({ spotPerHour, onDemandPerHour }) => spotPerHour > onDemandPerHour);
  const withCards = instanceTypes.filter(({ gpu }) => gpu !== undefined);
  return [
    ...elsewhere.map((zone) => ({ path: "burst.zones", value: zone, message: `is not in ${region}`, fix: "name zones of the region" })),
    ...twice([...zones, ...instanceTypes.map(({ name }) => name), ...capacityTypes]).map((name) => ({
      path: "burst",
      value: name,
      message: "is named twice",
      fix: "name it once",
    })),
    ...dear.map(({ name }) => ({
      path: `burst.instanceTypes[${name}].spotPerHour`,
      message: "is more than the price on demand, which EC2 never asks",
      fix: "use at most onDemandPerHour",
    })),
    ...(withCards.length > 0 && withCards.length < instanceTypes.length
      ? [
          {
            path: "burst.instanceTypes",
            value: instanceTypes.flatMap(({ name, gpu }) => (gpu === undefined ? [name] : [])).join(", "),
            message: "mixes types with and without cards: a pod that needs a card could not be told from one that does not",
            fix: "keep to one sort",
          },
        ]
      : []),
    ...(withCards.some(({ gpu }) => (gpu?.count ?? 0) > limits.gpus)
      ? [
          {
            path: "burst.limits.gpus",
            value: String(limits.gpus),
            message: "is less than a type of the pool has",
            fix: "raise it, or remove the type",
          },
        ]
      : []),
  ];
}
