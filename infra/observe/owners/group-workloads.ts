import type { DeploymentStrategy, PodTemplate } from "../api/controllers";
import type { Metadata, MetadataOnly } from "../api/metadata";
import type { Pod } from "../api/pod";
import { dnsLabel } from "../../schema/fields";
import { dnsNameOf } from "../dns-name";
import type { Remarks } from "../remarks";
import type { ClusterSnapshot } from "../snapshot";
import type { WorkloadRow } from "../../workloads/schema";
import { distinctLabelSets, type ObservedWorkload } from "./observed-workload";
import { topOwnerOf, type TopOwner } from "./top-owner";

interface KnownOwner {
  readonly metadata: Metadata;
  readonly template: PodTemplate;
  readonly desired: number | undefined;
  readonly strategy: DeploymentStrategy | undefined;
}

/** Whether a pod holds room on a node: it is bound to one and neither done nor being deleted. */
export function isActive({ metadata, spec, status }: Pod): boolean {
  return spec.nodeName !== undefined && !isFinished(status.phase) && metadata.deletionTimestamp === undefined;
}

function isFinished(phase: string): boolean {
  return phase === "Succeeded" || phase === "Failed";
}

/**
 * The workloads of a cluster, by namespace and name: every owner that has pods, and those that could have some and have
 * none just now.
 *
 * @param machineNames nodes of the tables; pods elsewhere do not count.
 */
export function groupWorkloads(
  snapshot: ClusterSnapshot,
  machineNames: ReadonlySet<string>,
  remarks: Remarks,
): readonly ObservedWorkload[] {
  const owners = knownOwners(snapshot);
  const groups = new Map<string, { readonly owner: TopOwner; readonly pods: Pod[]; pending: number }>();
  for (const [key, { metadata }] of owners) {
    groups.set(key, {
      owner: { kind: key.slice(0, key.indexOf(" ")), namespace: metadata.namespace, name: metadata.name },
      pods: [],
      pending: 0,
    });
  }
  const intermediates = { replicaSets: byId(snapshot.replicaSets), jobs: byId(snapshot.jobs) };
  for (const pod of [...snapshot.pods].sort((a, b) => (podId(a) < podId(b) ? -1 : 1))) {
    const owner = topOwnerOf(pod, intermediates);
    if (!counts(pod, owner, machineNames, remarks)) {
      continue;
    }
    const key = keyOf(owner);
    const group = groups.get(key) ?? { owner, pods: [], pending: 0 };
    groups.set(key, group);
    if (pod.spec.nodeName === undefined) {
      group.pending++;
    } else {
      group.pods.push(pod);
    }
  }
  const found = [...groups.values()].map(({ owner, pods, pending }): ObservedWorkload => {
    const known = owners.get(keyOf(owner));
    const kind = kindOf(owner, pods, remarks);
    return {
      namespace: owner.namespace,
      name: owner.name,
      kind,
      ownerKind: owner.kind,
      owner: known?.metadata,
      template: known?.template,
      desired: known?.desired,
      strategy: known?.strategy,
      pods,
      pending,
      labelSets: distinctLabelSets({ template: known?.template, pods }),
    };
  });
  return withOwnNames(found, remarks);
}

/** Whether a pod belongs into the tables. Says why where it does not. */
function counts(pod: Pod, owner: TopOwner | undefined, machineNames: ReadonlySet<string>, remarks: Remarks): owner is TopOwner {
  const { nodeName } = pod.spec;
  const leaveOut = (reason: string, fix?: string): false => {
    remarks.add("left out", podId(pod), reason, fix);
    return false;
  };
  if (isFinished(pod.status.phase)) {
    return leaveOut("a pod that is done");
  }
  if (pod.metadata.deletionTimestamp !== undefined) {
    return leaveOut("a pod that is being deleted; until then it holds its requests");
  }
  if (owner === undefined) {
    return leaveOut("a bare pod: nothing would start it again elsewhere", "deploy it by a Deployment, or allow for its requests");
  }
  if (owner.kind === "Job") {
    return leaveOut("a pod of a single Job, which ends by itself");
  }
  return nodeName === undefined || machineNames.has(nodeName) || leaveOut(`a pod on ${nodeName}, which is no machine of the tables`);
}

const nativeKinds: readonly WorkloadRow["kind"][] = ["Deployment", "StatefulSet", "DaemonSet", "CronJob", "StaticPod"];

/** Owners that the tables have no word for are StatefulSets when their pods have volumes, else Deployments. */
function kindOf({ kind, namespace, name }: TopOwner, pods: readonly Pod[], remarks: Remarks): WorkloadRow["kind"] {
  const native = nativeKinds.find((candidate) => candidate === kind);
  if (native !== undefined) {
    return native;
  }
  const claims =
    kind !== "ReplicaSet" && pods.some(({ spec }) => spec.volumes.some(({ persistentVolumeClaim }) => persistentVolumeClaim !== undefined));
  const known = claims ? "StatefulSet" : "Deployment";
  remarks.add("changed", `${namespace}/${name}`, `is a ${kind}; the table calls it a ${known}`);
  return known;
}

/** Names in the tables have no dots and are unique in their namespace, whatever the kind. */
function withOwnNames(workloads: readonly ObservedWorkload[], remarks: Remarks): readonly ObservedWorkload[] {
  const taken = new Set<string>();
  return [...workloads]
    .sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
    .map((workload) => {
      let name = dnsLabel.safeParse(workload.name).success ? workload.name : dnsNameOf(workload.name, "workload");
      for (let attempt = 1; taken.has(`${workload.namespace}/${name}`); attempt++) {
        name = dnsNameOf(`${workload.name.slice(0, 48)}-${workload.ownerKind}${attempt === 1 ? "" : `-${attempt}`}`, "workload");
      }
      taken.add(`${workload.namespace}/${name}`);
      if (name !== workload.name) {
        remarks.add("changed", `${workload.namespace}/${workload.name}`, `the ${workload.ownerKind} is called ${name} in the table`);
      }
      return { ...workload, name };
    });
}

function sortKey({ namespace, name, kind }: ObservedWorkload): string {
  return `${namespace}/${name} ${nativeKinds.indexOf(kind)}`;
}

function knownOwners({ deployments, statefulSets, daemonSets, cronJobs }: ClusterSnapshot): ReadonlyMap<string, KnownOwner> {
  const owners = new Map<string, KnownOwner>();
  const add = (
    kind: string,
    metadata: Metadata,
    template: PodTemplate,
    desired: number | undefined,
    strategy?: DeploymentStrategy,
  ): void => {
    owners.set(keyOf({ kind, ...metadata }), { metadata, template, desired, strategy });
  };
  deployments?.forEach(({ metadata, spec }) => {
    add("Deployment", metadata, spec.template, spec.replicas, spec.strategy);
  });
  statefulSets?.forEach(({ metadata, spec }) => {
    add("StatefulSet", metadata, spec.template, spec.replicas);
  });
  daemonSets?.forEach(({ metadata, spec }) => {
    add("DaemonSet", metadata, spec.template, undefined);
  });
  cronJobs?.forEach(({ metadata, spec }) => {
    const { parallelism, template } = spec.jobTemplate.spec;
    add("CronJob", metadata, template, spec.suspend ? 0 : parallelism);
  });
  return owners;
}

function keyOf({ kind, namespace, name }: TopOwner): string {
  return `${kind} ${namespace}/${name}`;
}

function byId(objects: readonly MetadataOnly[] | undefined): ReadonlyMap<string, MetadataOnly> | undefined {
  return objects === undefined ? undefined : new Map(objects.map((object) => [podId(object), object]));
}

function podId({ metadata }: MetadataOnly): string {
  return `${metadata.namespace}/${metadata.name}`;
}
