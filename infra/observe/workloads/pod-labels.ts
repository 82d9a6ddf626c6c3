import { labelMap } from "../../schema/fields";
import { defaultPodLabels } from "../../workloads/pod-labels";
import { type ObservedWorkload, workloadId } from "../owners/observed-workload";
import type { Remarks } from "../remarks";

type Labels = Readonly<Record<string, string>>;

/** Keys that say best what a pod belongs to, the best first. */
const preferredKeys: readonly string[] = [
  "app.kubernetes.io/name",
  "app",
  "k8s-app",
  "app.kubernetes.io/component",
  "app.kubernetes.io/instance",
  "name",
  "component",
];

/** Keys that change with every rollout, differ between pods, or are set by others. */
const unstable =
  /^(pod-template-hash|controller-revision-hash|pod-template-generation|controller-uid|job-name|helm\.sh\/chart|app\.kubernetes\.io\/version|scaling\.talos\.io\/managed-by|statefulset\.kubernetes\.io\/.*|apps\.kubernetes\.io\/pod-index|batch\.kubernetes\.io\/.*|topology\.kubernetes\.io\/.*)$/;

/** Key of the label that a table asks for where a workload's pods have none of their own. */
export const missingLabelKey = "berth.dev/workload";

const mostLabels = 3;

/**
 * The smallest set of labels that finds all pods of a workload and no other pod of its namespace; of several, the one
 * with the best known keys. Undefined where that is the table's default. Where pods cannot be told apart, a label that
 * they do not have yet, with a remark.
 *
 * @param others label sets of the other pods in the namespace.
 */
export function podLabelsOf(workload: ObservedWorkload, others: readonly Labels[], remarks: Remarks): Labels | undefined {
  const own = workload.labelSets;
  const candidates = [...common(own)]
    .filter(([key, value]) => !unstable.test(key) && labelMap.safeParse({ [key]: value }).success)
    .sort(byPreference);
  const isOwnAlone = (labels: readonly (readonly [string, string])[]): boolean =>
    !others.some((other) => labels.every(([key, value]) => other[key] === value));
  const fallback = defaultPodLabels(workload);
  const byDefault = Object.entries(fallback);
  if (byDefault.every(([key, value]) => candidates.some(([k, v]) => k === key && v === value)) && isOwnAlone(byDefault)) {
    return undefined;
  }
  for (let size = 1; size <= Math.min(mostLabels, candidates.length); size++) {
    for (const labels of subsets(candidates, size)) {
      if (isOwnAlone(labels)) {
        return Object.fromEntries(labels);
      }
    }
  }
  if (candidates.length > mostLabels && isOwnAlone(candidates)) {
    return Object.fromEntries(candidates);
  }
  remarks.add(
    "assumed",
    workloadId(workload),
    `no labels find its pods and no others; the table names the label ${missingLabelKey}, which they do not have yet`,
    "add it to the pod template",
  );
  return { [missingLabelKey]: workload.name };
}

/** Labels that all of the sets have. */
function common([first, ...rest]: readonly Labels[]): readonly (readonly [string, string])[] {
  return Object.entries(first ?? {}).filter(([key, value]) => rest.every((labels) => labels[key] === value));
}

function byPreference([a]: readonly [string, string], [b]: readonly [string, string]): number {
  const rank = (key: string): number => (preferredKeys.includes(key) ? preferredKeys.indexOf(key) : preferredKeys.length);
  return rank(a) - rank(b) || (a < b ? -1 : 1);
}

/** All subsets of a size, those of early items first. */
function* subsets<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (const [index, item] of items.entries()) {
    for (const rest of subsets(items.slice(index + 1), size - 1)) {
      yield [item, ...rest];
    }
  }
}
