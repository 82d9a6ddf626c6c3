import { type ClusterModel, subjectsOfType } from "./cluster";

/** By what a namespace says what its pods may do. */
export const podSecurityLabel = "pod-security.kubernetes.io/enforce";

/** Whether pods of a namespace may reach into their node: it is named for that, or the program says so on the namespace itself. */
export function mayReachIntoNode(namespace: string, named: readonly string[], cluster: ClusterModel): boolean {
  return (
    named.includes(namespace) ||
    subjectsOfType(cluster, "namespace").some(({ name, labels }) => name === namespace && labels[podSecurityLabel] === "privileged")
  );
}
