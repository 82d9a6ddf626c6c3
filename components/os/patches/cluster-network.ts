import type { PatchKind } from "./document";

/**
 * The networks of pods and Services, the same on every machine, and on control planes what Talos installs for them.
 * Cilium also does kube-proxy's work.
 */
export const clusterNetwork: PatchKind = ({ role }, { hardware: { network }, settings }) => {
  const subnets = network === undefined ? {} : { podSubnets: network.podSubnets, serviceSubnets: network.serviceSubnets };
  const withoutFlannel = settings.cni === "cilium" && role === "control-plane";
  if (network === undefined && !withoutFlannel) {
    return [];
  }
  return [
    {
      cluster: {
        network: { ...subnets, ...(withoutFlannel ? { cni: { name: "none" } } : {}) },
        ...(withoutFlannel ? { proxy: { disabled: true } } : {}),
      },
    },
  ];
};
