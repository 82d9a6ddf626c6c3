import { capabilityKey } from "../../hardware/capabilities";
import { hostnameLabel } from "../../hardware/node-labels";
import type { WorkloadRow } from "../../workloads/schema";
import type { PodAffinityTerm, TopologySpreadConstraint } from "../api/pod-spec";
import { selects } from "../../selectors/label-selector";
import { type ObservedWorkload, workloadId, writtenSpec } from "../owners/observed-workload";
import type { Remarks } from "../remarks";
import { meantBy } from "./neighbours";

type Relations = Pick<WorkloadRow, "antiAffinity" | "spread" | "colocateWith">;
type Domain = "node" | "zone";
type SpreadRow = Exclude<NonNullable<WorkloadRow["spread"]>, unknown[]>;

/** What the relations of a workload depend on. */
export interface RelationContext {
  readonly workloads: readonly ObservedWorkload[];
  /** Whether some machine of the tables is in a zone. */
  readonly hasZones: boolean;
  readonly remarks: Remarks;
}

/**
 * Where the pods of a workload want to be relative to pods: apart from each other (required anti-affinity), spread
 * (topology spread, or else anti-affinity that is only preferred), together with one other workload (required affinity by
 * host name). Everything else is remarked.
 */
export function podRelationsOf(workload: ObservedWorkload, context: RelationContext): Relations {
  const spec = writtenSpec(workload);
  if (spec === undefined) {
    return {};
  }
  const { podAffinity, podAntiAffinity } = spec.affinity;
  const perNode = workload.kind === "DaemonSet" || workload.kind === "StaticPod";
  const constraints = podAffinity.required.length + podAntiAffinity.required.length + spec.topologySpreadConstraints.length;
  if (perNode) {
    if (constraints > 0) {
      context.remarks.add("left out", workloadId(workload), "its affinity to pods and its spread: each of its pods has a node of its own");
    }
    return {};
  }
  if (podAffinity.preferred.length > 0) {
    context.remarks.add("left out", workloadId(workload), "its preference for nodes with certain pods");
  }
  const antiAffinity = antiAffinityOf(workload, podAntiAffinity.required, context);
  const spread = spreadOf(workload, podAntiAffinity.preferred, context);
  const colocateWith = colocationOf(workload, podAffinity.required, context);
  return {
    ...(antiAffinity === undefined ? {} : { antiAffinity }),
    ...(spread === undefined ? {} : { spread }),
    ...(colocateWith === undefined ? {} : { colocateWith }),
  };
}

function domainOf(topologyKey: string, { hasZones }: RelationContext): Domain | undefined {
  if (topologyKey === hostnameLabel) {
    return "node";
  }
  return topologyKey === capabilityKey.zone && hasZones ? "zone" : undefined;
}

function antiAffinityOf(workload: ObservedWorkload, terms: readonly PodAffinityTerm[], context: RelationContext): Domain | undefined {
  const id = workloadId(workload);
  const domains = new Set<Domain>();
  for (const term of terms) {
    const domain = domainOf(term.topologyKey, context);
    const meant = meantBy(term, workload.namespace, context.workloads);
    const others = meant.filter((other) => other !== id);
    if (others.length > 0) {
      context.remarks.add(
        "left out",
        id,
        `its anti-affinity by ${term.topologyKey} to ${others.join(", ")}`,
        "write it as podAntiAffinity, by the podLabels of their rows",
      );
    }
    if (meant.includes(id) && domain !== undefined) {
      domains.add(domain);
    } else if (meant.includes(id)) {
      context.remarks.add(
        "left out",
        id,
        `its anti-affinity by ${term.topologyKey} to its own pods`,
        "give the machines that label, and write it as podAntiAffinity",
      );
    }
  }
  return domains.has("zone") ? "zone" : domains.has("node") ? "node" : undefined;
}

function spreadOf(workload: ObservedWorkload, preferred: readonly PodAffinityTerm[], context: RelationContext): WorkloadRow["spread"] {
  const id = workloadId(workload);
  const spreads = (writtenSpec(workload)?.topologySpreadConstraints ?? []).flatMap((constraint) => {
    const { topologyKey, labelSelector } = constraint;
    const over = domainOf(topologyKey, context);
    const own = labelSelector !== undefined && workload.labelSets.every((labels) => selects(labelSelector, labels));
    if (over === undefined || !own) {
      context.remarks.add("left out", id, `its spread over ${topologyKey}${own ? "" : " with other pods than its own"}`);
      return [];
    }
    return [spreadRow(over, constraint)];
  });
  const [first, ...rest] = spreads;
  if (first !== undefined) {
    return rest.length === 0 ? first : spreads;
  }
  const soft = preferred.flatMap((term) =>
    meantBy(term, workload.namespace, context.workloads).includes(id) ? (domainOf(term.topologyKey, context) ?? []) : [],
  );
  if (preferred.length > soft.length) {
    context.remarks.add("left out", id, "its preference for nodes without certain pods");
  }
  const over = soft.includes("node") ? "node" : soft[0];
  if (over === undefined) {
    return undefined;
  }
  context.remarks.add("changed", id, `prefers its pods apart by anti-affinity; the table says so as a spread over ${over}s`);
  return { over };
}

/** What Kubernetes counts by default, tainted nodes as empty domains, is said only where a pod would wait for it. */
function spreadRow(
  over: Domain,
  { maxSkew, whenUnsatisfiable, minDomains = 1, nodeAffinityPolicy, nodeTaintsPolicy }: TopologySpreadConstraint,
): SpreadRow {
  const strict = whenUnsatisfiable === "DoNotSchedule";
  const countsTainted = strict ? nodeTaintsPolicy !== "Honor" : nodeTaintsPolicy === "Ignore";
  return {
    over,
    ...(maxSkew === 1 ? {} : { maxSkew }),
    ...(strict ? { strict: true } : {}),
    ...(strict && minDomains > 1 ? { minDomains } : {}),
    ...(nodeAffinityPolicy === "Ignore" ? { nodeAffinityPolicy } : {}),
    ...(countsTainted ? { nodeTaintsPolicy: "Ignore" } : {}),
  };
}

function colocationOf(workload: ObservedWorkload, terms: readonly PodAffinityTerm[], context: RelationContext): string | undefined {
  const id = workloadId(workload);
  let partner: string | undefined;
  for (const term of terms) {
    const others = meantBy(term, workload.namespace, context.workloads).filter((other) => other !== id);
    const [only, ...more] = others;
    if (term.topologyKey === hostnameLabel && partner === undefined && only !== undefined && more.length === 0) {
      partner = only;
    } else {
      context.remarks.add(
        "left out",
        id,
        `its affinity by ${term.topologyKey} to ${others.length === 0 ? "pods of its own or that are not there" : others.join(", ")}`,
        "write it as podAffinity, by the podLabels of their rows",
      );
    }
  }
  return partner;
}
