import * as kubernetes from "@pulumi/kubernetes";
import type { CustomResourceOptions } from "@pulumi/pulumi";

/** What pods of a namespace may do, by the Pod Security Standards. */
export type PodSecurityLevel = "privileged" | "baseline" | "restricted";

export interface NamespaceArgs {
  readonly name: string;
  /**
   * Talos enforces `baseline` everywhere but in kube-system. Whatever reaches into its node (CSI drivers, device
   * plugins) needs `privileged`: with less, its DaemonSet is made and never gets a pod.
   */
  readonly podSecurity: PodSecurityLevel;
  /** Other labels. Default: none. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

const prefix = "pod-security.kubernetes.io/";

/**
 * A namespace with its pod security level enforced, and audited and warned about at the same level.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-admission/
 */
export function createNamespace(resourceName: string, args: NamespaceArgs, options: CustomResourceOptions): kubernetes.core.v1.Namespace {
  const { name, podSecurity, annotations } = args;
  const levels = Object.fromEntries(["enforce", "audit", "warn"].map((mode) => [`${prefix}${mode}`, podSecurity]));
  return new kubernetes.core.v1.Namespace(
    resourceName,
    { metadata: { name, labels: { ...args.labels, ...levels }, ...(annotations === undefined ? {} : { annotations }) } },
    options,
  );
}
