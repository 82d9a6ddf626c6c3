import { hostPortSchema } from "../../workloads/container-schema";
import type { WorkloadRow } from "../../workloads/schema";
import { effectiveSpec, type ObservedWorkload } from "../owners/observed-workload";
import { isSidecar } from "../pod-resources";

type HostPorts = NonNullable<WorkloadRow["hostPorts"]>;

/** The ports of its node that a pod's containers and sidecars take, each once. */
export function hostPortsOf(workload: Pick<ObservedWorkload, "template" | "pods">): HostPorts {
  const spec = effectiveSpec(workload);
  const running = [...(spec?.containers ?? []), ...(spec?.initContainers ?? []).filter(isSidecar)];
  const ports = running
    .flatMap((container) => container.ports)
    .flatMap(({ hostPort, protocol, hostIP }) => {
      const { data } = hostPortSchema.safeParse({ port: hostPort, protocol, hostIP: hostIP === "" ? undefined : hostIP });
      return data === undefined
        ? []
        : [
            {
              port: data.port,
              ...(data.protocol === "TCP" ? {} : { protocol: data.protocol }),
              ...(data.hostIP === "0.0.0.0" ? {} : { hostIP: data.hostIP }),
            },
          ];
    });
  return [...new Map(ports.map((port) => [JSON.stringify(port), port])).values()];
}
