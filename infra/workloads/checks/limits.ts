import type { Finding } from "../../diagnostics/finding";
import { amountOf, effectiveRow } from "../pod-resources";
import type { ParsedWorkload } from "../schema";
import { pathOf, type WorkloadCheck } from "./check";

/** No limit is under its request: the API server refuses such a pod. */
export const checkLimits: WorkloadCheck = ({ workloads, applyRecommendations }) =>
  workloads.flatMap((row) => {
    const recommended = applyRecommendations && row.recommendation !== undefined;
    return partsOf(effectiveRow(row, applyRecommendations)).flatMap(({ path, requests, limits }) =>
      (["cpu", "memory"] as const).flatMap((resource): Finding[] => {
        const request = requests?.[resource];
        const limit = limits?.[resource];
        if (request === undefined || limit === undefined || amountOf(resource, limit) >= amountOf(resource, request)) {
          return [];
        }
        return [
          {
            path: `${path}limits.${resource}`,
            message: `is under the ${recommended ? "recommended " : ""}request of ${request}`,
            value: `"${limit}"`,
            fix: `raise it to at least ${request}`,
          },
        ];
      }),
    );
  });

interface Part extends Pick<ParsedWorkload, "requests" | "limits"> {
  readonly path: string;
}

function partsOf(row: ParsedWorkload): readonly Part[] {
  return [
    { path: pathOf(row, ""), requests: row.requests, limits: row.limits },
    ...(row.containers ?? []).map(({ name, requests, limits }) => ({ path: pathOf(row, `containers[${name}]`), requests, limits })),
  ].map((part) => ({ ...part, path: `${part.path}.` }));
}
