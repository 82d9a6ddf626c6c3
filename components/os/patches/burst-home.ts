import type { Issuer } from "../../../infra/burst/issuer";
import type { MachineConfiguration } from "./document";

/** Where Talos' cloud controller manager runs, which reads what a machine knows of its cloud. */
export const talosApiNamespace = "kube-system";

/**
 * What the control planes need so that nodes can be rented: tokens under a name that AWS can look up, and Talos' API for
 * the one namespace that asks machines for their ids. Talos 1.12 takes one issuer: tokens of the old one are refused until
 * they are renewed, within the hour.
 */
export function burstControlPlane({ url }: Issuer): MachineConfiguration {
  return {
    machine: {
      features: {
        kubernetesTalosAPIAccess: { enabled: true, allowedRoles: ["os:reader"], allowedKubernetesNamespaces: [talosApiNamespace] },
      },
    },
    cluster: { apiServer: { extraArgs: { "service-account-issuer": url } } },
  };
}
