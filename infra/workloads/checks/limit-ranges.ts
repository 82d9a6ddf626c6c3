import type { Finding } from "../../diagnostics/finding";
import { amountsOf } from "../pod-resources";
import { quantitiesOf } from "../quantities";
import type { ParsedNamespace } from "../schema";
import type { WorkloadCheck } from "./check";

/** LimitRanges that the API server accepts, and that limit no container's CPU behind its back. */
export const checkLimitRanges: WorkloadCheck = ({ namespaces }) =>
  namespaces.flatMap(({ name, limitRange }) =>
    limitRange === undefined ? [] : checkLimitRange(limitRange, `namespaces[${name}].limitRange`),
  );

function checkLimitRange(limitRange: NonNullable<ParsedNamespace["limitRange"]>, path: string): Finding[] {
  const [requests, limits] = [amountsOf(limitRange.defaultRequest), amountsOf(limitRange.default)];
  const texts = quantitiesOf(limitRange.defaultRequest);
  const findings: Finding[] = [...requests].flatMap(([resource, request]) => {
    const limit = limits.get(resource);
    return limit === undefined || limit >= request
      ? []
      : [
          {
            path: `${path}.defaultRequest`,
            message: `has more ${resource} than the default limit`,
            value: `"${texts[resource] ?? ""}"`,
            fix: `lower it to at most ${quantitiesOf(limitRange.default)[resource] ?? ""}`,
          },
        ];
  });
  if (limitRange.default.cpu !== undefined) {
    findings.push({
      path: `${path}.default.cpu`,
      message: "limits the CPU of every container that does not say otherwise: it is throttled while the node is idle",
      value: `"${limitRange.default.cpu}"`,
      fix: "remove it; defaultRequest.cpu says what they request",
    });
  }
  return findings;
}
