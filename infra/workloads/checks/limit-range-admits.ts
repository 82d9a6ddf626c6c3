import type { Finding } from "../../diagnostics/finding";
import { type Amounts, withDefaults } from "../../quantities/amounts";
import { amountsOf, effectiveRow } from "../pod-resources";
import { quantitiesOf } from "../quantities";
import type { ParsedNamespace, ParsedWorkload } from "../schema";
import { pathOf, type WorkloadCheck } from "./check";

type LimitRange = NonNullable<ParsedNamespace["limitRange"]>;

/**
 * No container is limited to more than its namespace's LimitRange allows: the API server refuses the pod, and only the
 * events of its controller tell. Of what Berth does not render the table knows the sum, which stands for one container;
 * there it has to say what it requests, because the LimitRange would say it otherwise, and its limit, because a
 * container that requests more than the default limit and has none of its own is refused.
 */
export const checkLimitRangeAdmits: WorkloadCheck = ({ workloads, namespaces, applyRecommendations }) => {
  const limitRanges = new Map(namespaces.map(({ name, limitRange }) => [name, limitRange]));
  return workloads.flatMap((row) => {
    const limitRange = limitRanges.get(row.namespace);
    // Static pods are there before anything could admit them.
    return limitRange === undefined || row.kind === "StaticPod" ? [] : checkRow(effectiveRow(row, applyRecommendations), limitRange);
  });
};

function checkRow(row: ParsedWorkload, limitRange: LimitRange): readonly Finding[] {
  if (row.containers === undefined) {
    return [
      ...unsaidRequests(row, limitRange),
      ...requestWithoutLimit(row, limitRange),
      ...overMaximum(pathOf(row), amountsOf(row.limits), row.limits ?? {}, limitRange),
    ];
  }
  return (["initContainers", "containers"] as const).flatMap((field) =>
    (row[field] ?? []).flatMap(({ name, limits }) =>
      overMaximum(
        pathOf(row, `${field}[${name}]`),
        withDefaults(amountsOf(limits), amountsOf(limitRange.default)),
        { ...limitRange.default, ...limits },
        limitRange,
      ),
    ),
  );
}

function overMaximum(path: string, limits: Amounts, texts: NonNullable<ParsedWorkload["limits"]>, { max }: LimitRange): readonly Finding[] {
  return [...amountsOf(max)].flatMap(([resource, most]) => {
    const limit = limits.get(resource);
    return limit === undefined || limit <= most
      ? []
      : [
          {
            path: `${path}.limits.${resource}`,
            value: `"${quantitiesOf(texts)[resource] ?? ""}"`,
            message: "is more than its namespace's limitRange allows one container",
            fix: `lower it to at most ${quantitiesOf(max)[resource] ?? ""}, or raise the maximum`,
          },
        ];
  });
}

function unsaidRequests(row: ParsedWorkload, { defaultRequest }: LimitRange): readonly Finding[] {
  return (["cpu", "memory"] as const).flatMap((resource) => {
    const given = defaultRequest[resource];
    return given === undefined || row.requests?.[resource] !== undefined || row.limits?.[resource] !== undefined
      ? []
      : [
          {
            path: pathOf(row, `requests.${resource}`),
            message: `is missing, and its namespace's limitRange gives each of its containers ${given}`,
            fix: "say what its pod requests with that",
          },
        ];
  });
}

function requestWithoutLimit(row: ParsedWorkload, limitRange: LimitRange): readonly Finding[] {
  const [request, limit] = [amountsOf(row.requests).get("memory"), amountsOf(limitRange.default).get("memory")];
  return request === undefined || limit === undefined || row.limits?.memory !== undefined || request <= limit
    ? []
    : [
        {
          path: pathOf(row, "limits.memory"),
          message: `is missing: without it a container gets ${limitRange.default.memory ?? ""} from its namespace's limitRange, and one that requests more is refused`,
          fix: `set it to at least ${row.requests?.memory ?? ""}`,
        },
      ];
}
