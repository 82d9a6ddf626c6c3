import type { ControlPlane } from "../control-plane/control-plane";

/**
 * A kubeconfig with the identity that a controller's pods have in a cluster: what its service account may do is what its
 * own chart grants.
 *
 * @returns its path.
 */
export function kubeconfigForServiceAccount(controlPlane: ControlPlane, { namespace, name }: { namespace: string; name: string }): string {
  return controlPlane.kubeconfigFor(`system:serviceaccount:${namespace}:${name}`, [
    "system:serviceaccounts",
    `system:serviceaccounts:${namespace}`,
  ]);
}
