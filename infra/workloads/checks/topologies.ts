import { didYouMean } from "../../diagnostics/did-you-mean";
import type { Finding } from "../../diagnostics/finding";
import { hostnameLabel } from "../../hardware/node-labels";
import type { ParsedWorkload } from "../schema";
import { topologyKeyOf } from "../topology";
import { pathOf, type WorkloadCheck } from "./check";

/** Whoever spreads over zones, or over another label, has machines that have it: a domain is a value of that label. */
export const checkTopologies: WorkloadCheck = ({ workloads, machines }) => {
  if (machines === undefined) {
    return [];
  }
  const known = new Set([
    hostnameLabel,
    ...machines.flatMap(({ labels, discoveredLabels }) => [...Object.keys(labels), ...Object.keys(discoveredLabels)]),
  ]);
  return workloads.flatMap((row) =>
    topologiesOf(row)
      .filter(({ topology }) => !known.has(topologyKeyOf(topology)))
      .map(({ field, topology }): Finding => {
        const found = { path: pathOf(row, field), value: `"${topology}"` };
        return topology === "zone"
          ? { ...found, message: "needs zones, and no machine is in one", fix: 'give the machines a zone, or use "node"' }
          : {
              ...found,
              message: "is a label that no machine has",
              fix: didYouMean(topology, ["node", "zone", ...known]) ?? `use "node" or "zone", or one of: ${[...known].sort().join(", ")}`,
            };
      }),
  );
};

function topologiesOf(row: ParsedWorkload): readonly { readonly field: string; readonly topology: string }[] {
  const { antiAffinity, spread } = row;
  const terms = (["podAffinity", "podAntiAffinity"] as const).flatMap((field) =>
    row[field].map(({ topology }, index) => ({ field: `${field}[${index}].topology`, topology })),
  );
  const spreads = Array.isArray(spread)
    ? spread.map(({ over }, index) => ({ field: `spread[${index}].over`, topology: over }))
    : spread === undefined
      ? []
      : [{ field: "spread.over", topology: spread.over }];
  return [...(antiAffinity === undefined ? [] : [{ field: "antiAffinity", topology: antiAffinity }]), ...spreads, ...terms];
}
