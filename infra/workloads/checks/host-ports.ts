import type { Finding } from "../../diagnostics/finding";
import type { HostPort } from "../../placement/problem";
import { hostPortsOf } from "../host-ports";
import { pathOf, type WorkloadCheck } from "./check";

/** No pod takes the same port of its node twice: the API server refuses it. */
export const checkHostPorts: WorkloadCheck = ({ workloads }) =>
  workloads.flatMap((row) => {
    const ports = hostPortsOf(row);
    return ports
      .filter((port, index) => ports.findIndex((other) => isSame(port, other)) < index)
      .map((port): Finding => ({
        path: pathOf(row, row.managedBy === "berth" ? "containers" : "hostPorts"),
        message: "takes a port of its node twice",
        value: `${port.hostIP}:${port.port}/${port.protocol}`,
        fix: "remove one of them, or give it another port",
      }));
  });

function isSame(a: HostPort, b: HostPort): boolean {
  return a.port === b.port && a.protocol === b.protocol && a.hostIP === b.hostIP;
}
