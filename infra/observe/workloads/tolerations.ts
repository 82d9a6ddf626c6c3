import { controlPlaneTaint } from "../../hardware/control-plane-taint";
import { tolerationSchema, type WorkloadRow } from "../../workloads/schema";
import type { PodToleration } from "../api/pod-spec";
import { isLifecycleTaint } from "../machines/taints";
import { effectiveSpec, type ObservedWorkload, workloadId } from "../owners/observed-workload";
import type { Remarks } from "../remarks";

type Tolerations = NonNullable<WorkloadRow["tolerations"]>;

/**
 * The tolerations of a workload that decide where it may run for good. Not among them: those that the DaemonSet
 * controller and admission add for states of a node, those that hold for some seconds only, the kubelet's for static
 * pods, and what its row says in another way.
 *
 * @param impliedKeys taints that it tolerates because of the cards that it asks for.
 */
export function tolerationsOf(workload: ObservedWorkload, impliedKeys: readonly string[], remarks: Remarks): Tolerations {
  const found = new Map<string, Tolerations[number]>();
  for (const toleration of effectiveSpec(workload)?.tolerations ?? []) {
    if (isLifecycleTaint(toleration.key) || isForStaticPods(workload, toleration) || isImplied(toleration, impliedKeys)) {
      continue;
    }
    const { key, operator, value, effect, tolerationSeconds } = toleration;
    if (tolerationSeconds !== undefined) {
      remarks.add("left out", workloadId(workload), `its toleration of ${key}, which lasts ${tolerationSeconds} s`);
      continue;
    }
    const row = {
      ...(key === "" ? {} : { key }),
      ...(operator === "Equal" ? {} : { operator }),
      ...(value === "" ? {} : { value }),
      ...(effect === "" ? {} : { effect }),
    };
    const parsed = tolerationSchema.safeParse(row);
    if (parsed.success) {
      const { operator: parsedOperator, ...rest } = parsed.data;
      found.set(JSON.stringify(row), { ...rest, ...(parsedOperator === "Equal" ? {} : { operator: parsedOperator }) });
    } else {
      remarks.add("left out", workloadId(workload), `its toleration ${JSON.stringify(row)}, for which the tables have no word`);
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, toleration]) => toleration);
}

function isForStaticPods({ kind }: ObservedWorkload, { key, operator, effect }: PodToleration): boolean {
  return kind === "StaticPod" && key === "" && operator === "Exists" && effect === "NoExecute";
}

function isImplied({ key, operator, effect }: PodToleration, impliedKeys: readonly string[]): boolean {
  return operator === "Exists" && effect !== "NoExecute" && impliedKeys.includes(key);
}

/** Whether a workload tolerates the taint that keeps others off the control plane. */
export function toleratesControlPlane(workload: ObservedWorkload): boolean {
  return (effectiveSpec(workload)?.tolerations ?? []).some(
    ({ key, operator, value, effect, tolerationSeconds }) =>
      tolerationSeconds === undefined &&
      (effect === "" || effect === controlPlaneTaint.effect) &&
      (key === "" ? operator === "Exists" : key === controlPlaneTaint.key && (operator === "Exists" || value === controlPlaneTaint.value)),
  );
}

/** Whether a toleration is just the one that every workload of a core namespace has. */
export function isCoreToleration({ key, operator, effect }: Tolerations[number]): boolean {
  return key === controlPlaneTaint.key && operator === "Exists" && effect === controlPlaneTaint.effect;
}
