import type { Toleration } from "../../workloads/schema";
import type { PodToleration } from "./pod-placement";

/** A workload's tolerations as Kubernetes writes them, each once. `Exists` has no value; an empty one is left out. */
export function emitTolerations(tolerations: readonly Toleration[]): readonly PodToleration[] {
  const emitted = tolerations.map(({ key, operator, value, effect }): PodToleration => ({
    ...(key === undefined ? {} : { key }),
    operator,
    ...(operator === "Exists" || value === undefined || value === "" ? {} : { value }),
    ...(effect === undefined ? {} : { effect }),
  }));
  return [...new Map(emitted.map((toleration) => [JSON.stringify(toleration), toleration])).values()];
}
