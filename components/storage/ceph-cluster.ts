import type { Input } from "@pulumi/pulumi";
import { isIPv4 } from "node:net";
import type { Finding } from "../../infra/diagnostics/finding";

/** A Ceph cluster that runs elsewhere, such as that of a Proxmox cluster. */
export interface CephCluster {
  /** Its fsid: what `ceph fsid` prints. */
  readonly id: string;
  /** Address and port of each monitor, as `ceph mon dump` lists them: `192.168.0.11:3300`. */
  readonly monitors: readonly string[];
}

/** A Ceph user with as few rights as its driver needs (docs/storage.md). */
export interface CephUser {
  /** Without `client.`: `kubernetes`. */
  readonly id: string;
  /** What `ceph auth get-key client.<id>` prints. Kept as a Pulumi secret. */
  readonly key: Input<string>;
}

const fsid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What keeps a driver from reaching its cluster. */
export function checkCephCluster({ id, monitors }: CephCluster, user: Pick<CephUser, "id">): readonly Finding[] {
  return [
    ...(fsid.test(id) ? [] : [{ path: "ceph.cluster.id", value: id, message: "is no fsid", fix: "use what `ceph fsid` prints" }]),
    ...(monitors.length > 0 ? [] : [{ path: "ceph.cluster.monitors", message: "is empty", fix: "list what `ceph mon dump` prints" }]),
    ...monitors.flatMap((monitor, index) => monitorMistake(monitor, monitors.indexOf(monitor) < index)),
    ...(user.id.startsWith("client.")
      ? [
          {
            path: "ceph.user.id",
            value: user.id,
            message: "has the prefix that the driver adds",
            fix: `use ${user.id.slice("client.".length)}`,
          },
        ]
      : []),
  ];
}

function monitorMistake(monitor: string, isRepeated: boolean): readonly Finding[] {
  const [address = "", port = "", ...rest] = monitor.split(":");
  if (!isIPv4(address) || !/^\d{1,5}$/.test(port) || rest.length > 0) {
    return [
      {
        path: "ceph.cluster.monitors",
        value: monitor,
        message: "is no address with a port",
        fix: "use 3300 (messenger version 2) or 6789: 192.168.0.11:3300",
      },
    ];
  }
  return isRepeated ? [{ path: "ceph.cluster.monitors", value: monitor, message: "is listed twice", fix: "delete one" }] : [];
}
