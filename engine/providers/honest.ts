/**
 * Inputs of the provider for Kubernetes that make it pass over a cluster that it cannot reach: as if all was as it was, or
 * as if all was gone. Where the question is what there is, neither is an answer.
 */
export const unreachableShortcuts: readonly string[] = ["skipUpdateUnreachable", "deleteUnreachable"];

/** The same, set through the environment. */
export const withoutShortcuts = { PULUMI_K8S_SKIP_UPDATE_UNREACHABLE: "false", PULUMI_K8S_DELETE_UNREACHABLE: "false" } as const;
