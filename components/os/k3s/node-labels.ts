import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { HardwareProfile } from "../../../infra/hardware/machine";

/**
 * Keeps the labels of nodes as the table says. K3s gives them to a node when it registers and never again; the plan and
 * everything that follows from it select nodes by them for as long as they live.
 *
 * The labels of a node that leaves the table are not taken away: the node is gone.
 */
export function keepNodeLabels(
  parent: pulumi.ComponentResource,
  name: string,
  { machines }: HardwareProfile,
  provider: kubernetes.Provider,
): readonly kubernetes.core.v1.NodePatch[] {
  return machines.map(
    (machine) =>
      new kubernetes.core.v1.NodePatch(
        `${name}-labels-${machine.name}`,
        {
          metadata: {
            name: machine.name,
            labels: machine.labels,
            // The kubelet owns them since it registered.
            annotations: { "pulumi.com/patchForce": "true" },
          },
        },
        { parent, provider, retainOnDelete: true },
      ),
  );
}
