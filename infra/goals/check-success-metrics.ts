import { didYouMean } from "../diagnostics/did-you-mean";
import type { Finding } from "../diagnostics/finding";
import type { Machine } from "../hardware/machine";
import type { Workload } from "../workloads/workload";
import type { SuccessMetrics } from "./success-metrics";

/** What is wrong with a stack's success metrics: machines that it does not have, and goals that nothing could reach. */
export function checkSuccessMetrics(
  { requests, scaleToZero, metered }: SuccessMetrics,
  stack: { readonly machines: readonly Pick<Machine, "name">[]; readonly workloads: readonly Pick<Workload, "scaling">[] },
): readonly Finding[] {
  const names = stack.machines.map(({ name }) => name);
  const scaling = stack.workloads.filter(({ scaling: each }) => each?.minReplicas === 0).length;
  return [
    ...requests.flatMap(({ node }, index) => unknownMachine(`goals.requests[${index}].node`, node, names)),
    ...requests.flatMap(({ below, above }, index): readonly Finding[] => {
      const percent = below ?? above;
      return percent > 0 && percent < 100
        ? []
        : [
            {
              path: `goals.requests[${index}].${below === undefined ? "above" : "below"}`,
              value: String(percent),
              message: "is no percentage that requests can be on either side of",
              fix: "use more than 0 and less than 100",
            },
          ];
    }),
    ...(scaleToZero > scaling
      ? [
          {
            path: "goals.scaleToZero",
            value: String(scaleToZero),
            message: `is more than the ${scaling} workloads of the tables that scale to zero`,
            fix: "give more rows scaling with minReplicas: 0, or aim lower",
          },
        ]
      : []),
    ...metered.flatMap((node, index) => unknownMachine(`goals.metered[${index}]`, node, names)),
  ];
}

function unknownMachine(path: string, name: string, names: readonly string[]): readonly Finding[] {
  return names.includes(name)
    ? []
    : [{ path, value: name, message: "is no machine of this stack", fix: didYouMean(name, names) ?? `use one of ${names.join(", ")}` }];
}
