import type { Workload } from "../../workloads/workload";
import type { Backup } from "../backup";
import { replicationDestination, restoreName, restoreTrigger } from "./replication-destination";
import type { RestorePoint } from "./restore-point";
import { restoredClaim } from "./restored-claim";

/** One step of a restore: what it is for, and the lines of POSIX shell that do it. */
export interface RestoreStep {
  readonly title: string;
  readonly commands: readonly string[];
}

/** The application that is restored, as far as it has to be stopped and started. */
export interface RestoredWorkload extends Pick<Workload, "name" | "namespace"> {
  readonly kind: "Deployment" | "StatefulSet";
  /** Whether KEDA scales it. */
  readonly scaled: boolean;
}

/** Keeps how many pods it had, so that an interrupted restore still knows. */
const replicasAnnotation = "berth.dev/replicas-before-restore";

/**
 * The steps that restore a backup, in order. Each can be repeated when it fails, and reads what it needs from the
 * cluster. Until the fourth step the application's volume is as it was, and after it that volume is kept beside the
 * restored one.
 */
export function restoreSteps(backup: Backup, workload: RestoredWorkload, point: RestorePoint): readonly RestoreStep[] {
  return [hold(backup, workload), stop(workload), restore(backup, point), replace(backup), start(backup, workload)];
}

/** What is left to do by hand, once the application is seen to be right. */
export function cleanUp(backup: Backup): RestoreStep {
  const { namespace } = backup;
  return {
    title: "When the application is right again, give the space back",
    commands: [
      `kubectl -n ${namespace} delete replicationdestination ${restoreName(backup)}`,
      `kubectl get pv -o custom-columns='NAME:.metadata.name,PHASE:.status.phase,CLAIM:.spec.claimRef.name' | grep ${backup.claim}`,
      "kubectl delete pv <the Released one>   # and then its RBD image in Ceph, which a retained volume leaves",
    ],
  };
}

function hold(backup: Backup, workload: RestoredWorkload): RestoreStep {
  const { namespace, name, scaled } = workload;
  return {
    title: "Hold whatever would interfere: backups, Argo CD and KEDA",
    commands: [
      pauseBackups(backup, true),
      ...withApplication(workload, "argocd.argoproj.io/skip-reconcile=true --overwrite"),
      ...(scaled ? [`kubectl -n ${namespace} annotate scaledobject ${name} autoscaling.keda.sh/paused=true --overwrite`] : []),
    ],
  };
}

function stop(workload: RestoredWorkload): RestoreStep {
  const { namespace } = workload;
  const object = objectOf(workload);
  return {
    title: "Stop the application",
    commands: [
      `if [ -z "${annotationOf(workload)}" ]; then`,
      `  kubectl -n ${namespace} annotate ${object} ${replicasAnnotation}="$(kubectl -n ${namespace} get ${object} -o jsonpath='{.spec.replicas}')"`,
      "fi",
      `kubectl -n ${namespace} scale ${object} --replicas=0`,
    ],
  };
}

function restore(backup: Backup, point: RestorePoint): RestoreStep {
  const { namespace, claim } = backup;
  const name = restoreName(backup);
  const destination = replicationDestination(backup, point, shellVariables);
  return {
    title: "Restore into a snapshot; the application's volume stays as it is",
    commands: [
      `capacity=$(kubectl -n ${namespace} get pvc ${claim} -o jsonpath='{.spec.resources.requests.storage}')`,
      `access_mode=$(kubectl -n ${namespace} get pvc ${claim} -o jsonpath='{.spec.accessModes[0]}')`,
      `storage_class=$(kubectl -n ${namespace} get pvc ${claim} -o jsonpath='{.spec.storageClassName}')`,
      `kubectl -n ${namespace} delete replicationdestination ${name} --ignore-not-found`,
      ...applied(destination),
      `kubectl -n ${namespace} wait replicationdestination/${name} --for=jsonpath='{.status.lastManualSync}'=${restoreTrigger} --timeout=6h`,
    ],
  };
}

function replace(backup: Backup): RestoreStep {
  const { namespace, claim } = backup;
  const spec = `kubectl -n ${namespace} get replicationdestination ${restoreName(backup)} -o jsonpath=`;
  return {
    title: "Put the restored volume in the place of the old one, which is kept",
    commands: [
      `capacity=$(${spec}'{.spec.restic.capacity}')`,
      `access_mode=$(${spec}'{.spec.restic.accessModes[0]}')`,
      `storage_class=$(${spec}'{.spec.restic.storageClassName}')`,
      `volume=$(kubectl -n ${namespace} get pvc ${claim} --ignore-not-found -o jsonpath='{.spec.volumeName}')`,
      'if [ -n "$volume" ]; then',
      `  kubectl patch pv "$volume" --type merge -p '{"spec":{"persistentVolumeReclaimPolicy":"Retain"}}'`,
      "fi",
      `kubectl -n ${namespace} delete pvc ${claim} --ignore-not-found --timeout=10m`,
      ...applied(restoredClaim(backup, shellVariables)),
      `kubectl -n ${namespace} wait pvc/${claim} --for=jsonpath='{.status.phase}'=Bound --timeout=30m`,
    ],
  };
}

function start(backup: Backup, workload: RestoredWorkload): RestoreStep {
  const { namespace, name, scaled } = workload;
  const object = objectOf(workload);
  return {
    title: "Start the application, and let go of the rest",
    commands: [
      `kubectl -n ${namespace} scale ${object} --replicas="${annotationOf(workload)}"`,
      `kubectl -n ${namespace} rollout status ${object} --timeout=15m`,
      ...(scaled ? [`kubectl -n ${namespace} annotate scaledobject ${name} autoscaling.keda.sh/paused-`] : []),
      ...withApplication(workload, "argocd.argoproj.io/skip-reconcile-"),
      pauseBackups(backup, false),
      `kubectl -n ${namespace} annotate ${object} ${replicasAnnotation}-`,
    ],
  };
}

/** What the claim is like is read from the cluster when the step is carried out. */
const shellVariables = { capacity: "$capacity", accessMode: "$access_mode", storageClass: "$storage_class" };

/** The document with its shell variables filled in. */
function applied(document: object): readonly string[] {
  return ["kubectl apply -f - <<END", ...JSON.stringify(document, null, 2).split("\n"), "END"];
}

function objectOf({ kind, name }: RestoredWorkload): string {
  return `${kind.toLowerCase()}/${name}`;
}

function annotationOf(workload: RestoredWorkload): string {
  const path = replicasAnnotation.replaceAll(".", "\\.");
  return `$(kubectl -n ${workload.namespace} get ${objectOf(workload)} -o jsonpath='{.metadata.annotations.${path}}')`;
}

function pauseBackups({ namespace, name }: Backup, paused: boolean): string {
  return `kubectl -n ${namespace} patch replicationsource ${name} --type merge -p '{"spec":{"paused":${paused}}}'`;
}

/** Annotates the Argo CD application that owns the workload, where there is one: it would heal what is stopped. */
function withApplication(workload: RestoredWorkload, annotation: string): readonly string[] {
  const tracking = "{.metadata.annotations.argocd\\.argoproj\\.io/tracking-id}";
  return [
    `application=$(kubectl -n ${workload.namespace} get ${objectOf(workload)} -o jsonpath='${tracking}' | cut -d: -f1)`,
    `if [ -n "$application" ]; then kubectl -n argocd annotate application "$application" ${annotation}; fi`,
  ];
}
