import type { Finding } from "../../diagnostics/finding";
import { containerRequests, isPodLevelResource } from "../effective-requests";
import { amountsOf, effectiveRow, isSidecar, limitRangeOf, readContainer } from "../pod-resources";
import { quantitiesOf } from "../quantities";
import { withLimitRange } from "../request-defaults";
import type { ParsedWorkload } from "../schema";
import { pathOf, type WorkloadCheck } from "./check";

/** What a pod requests and may use as a whole holds what its containers do: the API server refuses any other pod. */
export const checkPodLevelResources: WorkloadCheck = ({ workloads, namespaces, applyRecommendations }) => {
  const limitRanges = new Map(namespaces.map(({ name, limitRange }) => [name, limitRange]));
  return workloads.flatMap((row) => checkRow(effectiveRow(row, applyRecommendations), limitRangeOf(limitRanges.get(row.namespace))));
};

function checkRow(row: ParsedWorkload, limitRange: ReturnType<typeof limitRangeOf>): Finding[] {
  const { resources, containers = [], initContainers } = row;
  if (resources === undefined) {
    return [];
  }
  const admitted = (container: Parameters<typeof readContainer>[0]): ReturnType<typeof readContainer> =>
    withLimitRange(readContainer(container), limitRange);
  const total = containerRequests({
    containers: containers.map((container) => admitted(container).requests),
    initContainers: initContainers.map((container) => ({ amounts: admitted(container).requests, sidecar: isSidecar(container) })),
  });
  const requests = amountsOf(resources.requests);
  const texts = quantitiesOf(resources.requests);
  const limits = amountsOf(resources.limits);
  const unsupported = (["requests", "limits"] as const).flatMap((field) =>
    Object.keys(resources[field].extended ?? {})
      .filter((resource) => !isPodLevelResource(resource))
      .map((resource): Finding => ({
        path: pathOf(row, `resources.${field}.extended`),
        message: "can hold huge pages alone: nothing else can be requested for a pod as a whole",
        value: `"${resource}"`,
        fix: `request it in the container that uses it`,
      })),
  );
  const tooSmall = [...requests]
    .filter(([resource, amount]) => amount < (total.get(resource) ?? 0n))
    .map(([resource]): Finding => ({
      path: pathOf(row, "resources.requests"),
      message: `has less ${resource} than its containers request together`,
      value: `"${texts[resource] ?? ""}"`,
      fix: "raise it, or lower the containers' requests",
    }));
  const tooLarge = containers.flatMap((container) =>
    [...admitted(container).limits]
      .filter(([resource, amount]) => amount > (limits.get(resource) ?? amount))
      .map(([resource]): Finding => ({
        path: pathOf(row, `containers[${container.name}].limits`),
        message: `has more ${resource} than the pod as a whole may use`,
        value: `"${quantitiesOf(container.limits)[resource] ?? ""}"`,
        fix: `lower it to at most ${quantitiesOf(resources.limits)[resource] ?? ""}`,
      })),
  );
  return [...unsupported, ...tooSmall, ...tooLarge];
}
