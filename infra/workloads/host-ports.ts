import type { HostPort } from "../placement/problem";
import { isSidecar } from "./pod-resources";
import type { ParsedWorkload } from "./schema";

/** The ports of its node that a pod takes while it runs: those of its containers and sidecars, or of its row. */
export function hostPortsOf({
  hostPorts,
  containers = [],
  initContainers,
}: Pick<ParsedWorkload, "hostPorts" | "containers" | "initContainers">): readonly HostPort[] {
  const running = [...containers, ...initContainers.filter(isSidecar)];
  const published = running.flatMap(({ ports }) =>
    ports.flatMap(({ hostPort, protocol = "TCP", hostIP = "0.0.0.0" }) =>
      hostPort === undefined ? [] : [{ port: hostPort, protocol, hostIP }],
    ),
  );
  return [...hostPorts, ...published];
}
