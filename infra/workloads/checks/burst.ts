import type { Finding } from "../../diagnostics/finding";
import { localVolumeOf } from "../immovable";
import type { ParsedNamespace, ParsedWorkload } from "../schema";
import { pathOf, type WorkloadCheck } from "./check";

/** What may run on a rented node is something that the cluster can do without, and that needs nothing of a machine at home. */
export const checkBurst: WorkloadCheck = ({ namespaces, workloads }) => {
  const namespaceOf = new Map(namespaces.map((namespace) => [namespace.name, namespace]));
  return workloads.flatMap((row) => (row.burst ? checkRow(row, namespaceOf.get(row.namespace)) : []));
};

function checkRow(row: ParsedWorkload, namespace: ParsedNamespace | undefined): readonly Finding[] {
  const tier = row.tier ?? namespace?.tier;
  const volume = localVolumeOf(row);
  const refused = (message: string, value?: string): Finding => ({
    path: pathOf(row, "burst"),
    message: `is not possible: ${message}`,
    ...(value === undefined ? {} : { value }),
    fix: "remove burst: it then stays on the machines of the table",
  });
  return [
    ...(tier === "0-core" || tier === "1-cluster"
      ? [refused(`what other workloads depend on must not depend on a line to the cloud`, tier)]
      : []),
    ...(namespace?.core === true && tier !== "0-core" && tier !== "1-cluster"
      ? [refused("core infrastructure belongs on the control plane")]
      : []),
    ...(volume === undefined ? [] : [refused(`its volume "${volume}" is on the disk of a machine at home`)]),
    ...(row.kind === "DaemonSet" || row.kind === "StaticPod" ? [refused(`a ${row.kind} runs where its nodes are`, row.kind)] : []),
    ...(row.devices.length === 0 ? [] : [refused(`it needs what is plugged in at home (${row.devices.join(", ")})`)]),
    ...(row.immovable === undefined ? [] : [refused(`it may not move: ${row.immovable}`)]),
    ...(row.colocateWith === undefined ? [] : [refused(`it shares a node with ${row.colocateWith}`)]),
    ...(row.pin === "strict" ? [refused('pin: "strict" requires the planned nodes', "strict")] : []),
  ];
}
