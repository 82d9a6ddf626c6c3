import { type EvictingPluginView, type EvictorView, type WorkloadView } from "./cluster";
import { selects } from "../../infra/selectors/label-selector";

/** Makes a pod evictable whatever the evictor's settings say. */
const forcingAnnotation = "descheduler.alpha.kubernetes.io/evict";

const systemCriticalClasses: ReadonlySet<string> = new Set(["system-cluster-critical", "system-node-critical"]);

/**
 * Whether a descheduler profile may evict the pods of a workload, as its DefaultEvictor and the namespaces of its
 * plugins decide. Where a pod would fit afterwards is not asked: that changes from day to day. Nor is whether it has a
 * disruption budget: that is for a rule to judge.
 *
 * @see https://github.com/kubernetes-sigs/descheduler/tree/v0.36.0#evictor-plugin-configuration-default-evictor
 */
export function mayEvict(evictor: EvictorView, workload: WorkloadView): boolean {
  if (workload.kind === "StaticPod") {
    // Mirror pods cannot be evicted through the API, not even by force.
    return false;
  }
  return evictor.plugins.some((plugin) => looksAt(plugin, workload)) && (isForced(workload) || passesEvictor(evictor, workload));
}

function isForced({ pod }: WorkloadView): boolean {
  return Object.hasOwn(pod.annotations, forcingAnnotation);
}

function passesEvictor(evictor: EvictorView, { kind, pod, replicas }: WorkloadView): boolean {
  return (
    (evictor.labelSelector === undefined || selects(evictor.labelSelector, pod.labels)) &&
    // Nothing would bring a bare pod back.
    kind !== "Pod" &&
    (kind !== "DaemonSet" || evictor.evictsDaemonSets) &&
    (pod.priorityClassName === undefined || evictor.evictsSystemCritical || !systemCriticalClasses.has(pod.priorityClassName)) &&
    (evictor.evictsLocalStorage || !pod.localStorage) &&
    (!evictor.protectsPersistentVolumeClaims || !pod.persistentVolumeClaims) &&
    // Below two, the descheduler ignores the setting.
    (evictor.minReplicas < 2 || replicas === undefined || replicas >= evictor.minReplicas)
  );
}

function looksAt(plugin: EvictingPluginView, { namespace, pod }: WorkloadView): boolean {
  return (
    (plugin.includedNamespaces === undefined || plugin.includedNamespaces.includes(namespace)) &&
    !(plugin.excludedNamespaces ?? []).includes(namespace) &&
    (plugin.labelSelector === undefined || selects(plugin.labelSelector, pod.labels))
  );
}
