import { addressOf } from "../../../infra/hardware/address";
import { reservationOf } from "../../../infra/hardware/allocatable";
import type { PatchKind } from "./document";
import { localNetwork } from "./machine-network";

const mebibyte = 1024 ** 2;
/** Kubernetes' own threshold for evictions, which the kubelet keeps on top of what is reserved. */
const evictionMebibytes = 100;
const defaultMaxPods = 110;

/**
 * What the kubelet keeps from pods and how many it takes: the figures that the plan counts on, so that another version's
 * defaults cannot change what fits. Its address is the one on the local network.
 */
export const kubelet: PatchKind = ({ name, address, role, allocatable }, { hardware: { network } }) => {
  const reserved = reservationOf("talos", role);
  return [
    {
      machine: {
        kubelet: {
          extraConfig: {
            systemReserved: {
              cpu: `${reserved.cpuMilli}m`,
              memory: `${reserved.memoryBytes / mebibyte - evictionMebibytes}Mi`,
              // Talos' own figures, which would be lost beside the two above.
              pid: "100",
              "ephemeral-storage": "256Mi",
            },
            ...(allocatable.pods === defaultMaxPods ? {} : { maxPods: allocatable.pods }),
          },
          ...(network?.prefixLength === undefined
            ? {}
            : { nodeIP: { validSubnets: [localNetwork(addressOf({ name, address }), network.prefixLength)] } }),
        },
      },
    },
  ];
};
