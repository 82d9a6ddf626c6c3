import { type ClusterModel, type ScalerView, type WorkloadView } from "./cluster";

/** The scaler that decides the replicas of a workload, if there is one. */
export function scalerOf(workload: WorkloadView, cluster: ClusterModel): ScalerView | undefined {
  return cluster.scalers.find((scaler) => isTarget(scaler, workload));
}

/** The workloads that a scaler scales, as far as they are in the cluster model. */
export function targetsOf(scaler: ScalerView, cluster: ClusterModel): readonly WorkloadView[] {
  return cluster.subjects.filter((subject): subject is WorkloadView => subject.type === "workload" && isTarget(scaler, subject));
}

function isTarget(scaler: ScalerView, workload: WorkloadView): boolean {
  return scaler.targetName === workload.name && scaler.namespace === workload.namespace && scaler.targetKind === workload.kind;
}
