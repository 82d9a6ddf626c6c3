import type { Finding } from "../../diagnostics/finding";
import { withDefaults } from "../../quantities/amounts";
import { amountsOf, effectiveRow, limitRangeOf } from "../pod-resources";
import { isOvercommitted, quantitiesOf } from "../quantities";
import type { ParsedNamespace, ParsedWorkload } from "../schema";
import { pathOf, type WorkloadCheck } from "./check";

/**
 * No limit is under its request, and what Kubernetes does not overcommit is limited to what is requested: the API server
 * refuses any other pod. A container without a limit has that of its namespace's LimitRange.
 */
export const checkLimits: WorkloadCheck = ({ workloads, namespaces, applyRecommendations }) => {
  const limitRanges = new Map(namespaces.map(({ name, limitRange }) => [name, limitRange]));
  return workloads.flatMap((row) => {
    const requested = applyRecommendations && row.recommendation !== undefined ? "recommended request" : "request";
    return partsOf(effectiveRow(row, applyRecommendations), limitRanges.get(row.namespace)).flatMap((part) => checkPart(part, requested));
  });
};

interface Part extends Pick<ParsedWorkload, "requests" | "limits"> {
  readonly path: string;
  /** Of the containers alone: a row's own figures, and those of a pod as a whole, get no defaults. */
  readonly limitRange?: ParsedNamespace["limitRange"];
}

function checkPart({ path, requests, limits, limitRange }: Part, requested: string): Finding[] {
  const [wanted, own] = [amountsOf(requests), amountsOf(limits)];
  const bounds = withDefaults(own, limitRangeOf(limitRange).default);
  const texts = { ...quantitiesOf({ ...limitRange?.max, ...limitRange?.default }), ...quantitiesOf(limits ?? {}) };
  const requestTexts = quantitiesOf(requests ?? {});
  return [...wanted.keys()].flatMap((resource): Finding[] => {
    const [request, limit] = [wanted.get(resource), bounds.get(resource)];
    if (request === undefined || limit === undefined) {
      return [];
    }
    const field = `limits.${resource === "cpu" || resource === "memory" ? resource : `extended["${resource}"]`}`;
    const finding = { path: `${path}.${field}`, value: `"${texts[resource] ?? ""}"` };
    if (limit < request) {
      return [
        {
          ...finding,
          message: `is under the ${requested} of ${requestTexts[resource] ?? ""}${own.has(resource) ? "" : ": it is the default of its namespace's limitRange"}`,
          fix: `raise it to at least ${requestTexts[resource] ?? ""}`,
        },
      ];
    }
    return limit === request || isOvercommitted(resource)
      ? []
      : [
          {
            ...finding,
            message: `is not the ${requested} of ${requestTexts[resource] ?? ""}`,
            fix: "remove it: the request is the limit too",
          },
        ];
  });
}

function partsOf(row: ParsedWorkload, limitRange: ParsedNamespace["limitRange"]): readonly Part[] {
  const containers = (["initContainers", "containers"] as const).flatMap((field) =>
    (row[field] ?? []).map(({ name, requests, limits }) => ({ path: pathOf(row, `${field}[${name}]`), requests, limits, limitRange })),
  );
  return [
    { path: pathOf(row), requests: row.requests, limits: row.limits },
    { path: pathOf(row, "resources"), requests: row.resources?.requests, limits: row.resources?.limits },
    ...containers,
  ];
}
