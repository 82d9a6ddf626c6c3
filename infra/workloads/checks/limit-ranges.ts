import type { Finding } from "../../diagnostics/finding";
import { amountsOf } from "../pod-resources";
import { quantitiesOf } from "../quantities";
import type { ParsedNamespace } from "../schema";
import type { WorkloadCheck } from "./check";

type LimitRange = NonNullable<ParsedNamespace["limitRange"]>;

/** LimitRanges that the API server accepts, and that limit no container's CPU behind its back. */
export const checkLimitRanges: WorkloadCheck = ({ namespaces }) =>
  namespaces.flatMap(({ name, limitRange }) =>
    limitRange === undefined ? [] : checkLimitRange(limitRange, `namespaces[${name}].limitRange`),
  );

function checkLimitRange(limitRange: LimitRange, path: string): readonly Finding[] {
  return [
    ...above(limitRange, "defaultRequest", "default", "the default limit", path),
    ...above(limitRange, "defaultRequest", "max", "the maximum", path),
    ...above(limitRange, "default", "max", "the maximum", path),
    ...(["default", "max"] as const).flatMap((field) =>
      limitRange[field].cpu === undefined
        ? []
        : [
            {
              path: `${path}.${field}.cpu`,
              message: "limits the CPU of every container that does not say otherwise: it is throttled while the node is idle",
              value: `"${limitRange[field].cpu}"`,
              fix: "remove it; defaultRequest.cpu says what they request",
            },
          ],
    ),
  ];
}

/** Resources of which one field has more than another that bounds it. */
function above(
  limitRange: LimitRange,
  field: "defaultRequest" | "default",
  bound: "default" | "max",
  meaning: string,
  path: string,
): readonly Finding[] {
  const [texts, boundTexts, bounds] = [quantitiesOf(limitRange[field]), quantitiesOf(limitRange[bound]), amountsOf(limitRange[bound])];
  return [...amountsOf(limitRange[field])].flatMap(([resource, amount]) => {
    const most = bounds.get(resource);
    return most === undefined || most >= amount
      ? []
      : [
          {
            path: `${path}.${field}`,
            message: `has more ${resource} than ${meaning}`,
            value: `"${texts[resource] ?? ""}"`,
            fix: `lower it to at most ${boundTexts[resource] ?? ""}`,
          },
        ];
  });
}
