import type { PatchKind } from "./document";

/**
 * The names under which the Kubernetes API is reached. Since the 1.12 configuration contract Talos no longer adds the
 * endpoint to the API server's certificate by itself.
 */
export const certificateNames: PatchKind = ({ role }, { hardware }) => {
  if (role === "worker") {
    return [];
  }
  const names = [new URL(hardware.endpoint).hostname, ...(hardware.network?.vip === undefined ? [] : [hardware.network.vip])];
  return [{ cluster: { apiServer: { certSANs: [...new Set(names)] } } }];
};
