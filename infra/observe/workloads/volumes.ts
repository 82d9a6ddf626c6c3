import { hostnameLabel } from "../../hardware/node-labels";
import type { WorkloadRow } from "../../workloads/schema";
import { dnsLabel } from "../../schema/fields";
import type { NodeSelectorTerm } from "../api/pod-spec";
import type { PersistentVolume, PersistentVolumeClaim } from "../api/volume";
import { type ObservedWorkload, workloadId } from "../owners/observed-workload";
import { dnsNameOf } from "../dns-name";
import type { Remarks } from "../remarks";
import type { RealNode } from "./node-requirements";
import { meetsTerm } from "./node-terms";

type VolumeRow = NonNullable<WorkloadRow["volumes"]>[number];

/** Claims by `namespace/name` and volumes by name; undefined when they may not be read. */
export interface Storage {
  readonly claims: ReadonlyMap<string, PersistentVolumeClaim> | undefined;
  readonly volumes: ReadonlyMap<string, PersistentVolume> | undefined;
  readonly realNodes: readonly RealNode[] | undefined;
}

export interface ObservedVolumes {
  readonly rows: readonly VolumeRow[];
  /** What else the nodes must meet, because a volume can be mounted on some of them only. */
  readonly conditions: readonly (readonly NodeSelectorTerm[])[];
}

type Place =
  { readonly storage: "network" | "node-local" } | { readonly storage: "some nodes"; readonly terms: readonly NodeSelectorTerm[] };

/**
 * The persistent volumes of a workload, and whether their data is on one node's disk: it is when the bound volume's
 * node affinity names a host or leaves one node, or when it is a directory of the node.
 */
export function volumesOf(workload: ObservedWorkload, storage: Storage, remarks: Remarks): ObservedVolumes {
  const id = workloadId(workload);
  const rows = new Map<string, VolumeRow>();
  const conditions = new Map<string, readonly NodeSelectorTerm[]>();
  for (const { name, claim } of claimsOf(workload)) {
    const found = storage.claims?.get(`${workload.namespace}/${claim}`);
    const place = placeOf(id, claim, found, storage, remarks);
    if (place.storage === "some nodes") {
      conditions.set(JSON.stringify(place.terms), place.terms);
    }
    const row = rows.get(name);
    const storageClass = found?.spec.storageClassName;
    rows.set(name, {
      name: dnsNameOf(name, "volume"),
      storage: place.storage === "node-local" || row?.storage === "node-local" ? "node-local" : "network",
      ...(storageClass !== undefined && dnsLabel.safeParse(storageClass).success ? { storageClass } : {}),
    });
  }
  remarkHostPaths(workload, remarks);
  return { rows: [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row), conditions: [...conditions.values()] };
}

function claimsOf({ pods, template }: ObservedWorkload): readonly { readonly name: string; readonly claim: string }[] {
  const specs =
    pods.length > 0
      ? pods.map(({ spec, metadata }) => ({ spec, pod: metadata.name }))
      : template === undefined
        ? []
        : [{ spec: template.spec, pod: "" }];
  return specs.flatMap(({ spec, pod }) =>
    spec.volumes.flatMap(({ name, persistentVolumeClaim, ephemeral }) => {
      const claim = persistentVolumeClaim?.claimName ?? (ephemeral === undefined ? undefined : `${pod}-${name}`);
      return claim === undefined ? [] : [{ name, claim }];
    }),
  );
}

/** Storage classes that by their name keep data on a node's disk; asked only where the volume itself may not be read. */
const localClass = /local|hostpath|topolvm|lvm|zfs/;

function placeOf(
  id: string,
  claimName: string,
  claim: PersistentVolumeClaim | undefined,
  { volumes, realNodes }: Storage,
  remarks: Remarks,
): Place {
  const volume = volumes?.get(claim?.spec.volumeName ?? "");
  if (volume === undefined) {
    const byName = localClass.test(claim?.spec.storageClassName ?? "") ? "node-local" : "network";
    const reason = volumes === undefined || claim === undefined ? "its volume could not be read" : "it has no volume yet";
    remarks.add("assumed", id, `claim ${claimName}: ${reason}; by its storage class the table says ${byName}`);
    return { storage: byName };
  }
  const { nodeAffinity, hostPath, local } = volume.spec;
  if (nodeAffinity.length === 0) {
    return { storage: hostPath === undefined && local === undefined ? "network" : "node-local" };
  }
  if (nodeAffinity.some(({ matchExpressions }) => matchExpressions.some(({ key }) => isHostKey(key)))) {
    return { storage: "node-local" };
  }
  const reachable = realNodes?.filter(({ name, labels }) => nodeAffinity.some((term) => meetsTerm(term, labels, name)));
  if (reachable === undefined || (reachable.length > 1 && reachable.length < (realNodes?.length ?? 0))) {
    return { storage: "some nodes", terms: nodeAffinity };
  }
  return { storage: reachable.length === 1 && realNodes !== undefined && realNodes.length > 1 ? "node-local" : "network" };
}

/** The host's name, or a storage driver's own label for it: `topology.topolvm.io/node`, `openebs.io/nodename`. */
function isHostKey(key: string): boolean {
  return key === hostnameLabel || /\/(hostname|node|nodename)$/.test(key);
}

/** Paths of a node that hold no data of a workload. */
const systemPath = /^\/(dev|proc|sys|run|var\/run|var\/log|lib\/modules|etc|usr)(\/|$)/;

function remarkHostPaths(workload: ObservedWorkload, remarks: Remarks): void {
  if (workload.kind === "DaemonSet" || workload.kind === "StaticPod") {
    return;
  }
  const volumes = (workload.template?.spec ?? workload.pods[0]?.spec)?.volumes ?? [];
  for (const { hostPath } of volumes) {
    if (hostPath !== undefined && !systemPath.test(hostPath.path)) {
      remarks.add(
        "left out",
        workloadId(workload),
        `mounts ${hostPath.path} of its node, and the table does not say so`,
        'where that is its data, write immovable: "its data is on the disk of its node"',
      );
    }
  }
}
