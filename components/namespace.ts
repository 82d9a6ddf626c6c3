import * as kubernetes from "@pulumi/kubernetes";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import { tierLabel } from "../infra/tiers/objects";
import type { Tier } from "../infra/workloads/schema";

/** What pods of a namespace may do, by the Pod Security Standards. */
export type PodSecurityLevel = "privileged" | "baseline" | "restricted";

export interface NamespaceArgs {
  readonly name: string;
  /**
   * Talos enforces `baseline` everywhere but in kube-system. Whatever reaches into its node (CSI drivers, device
   * plugins) needs `privileged`: with less, its DaemonSet is made and never gets a pod.
   */
  readonly podSecurity: PodSecurityLevel;
  /** By its label Kyverno gives it limits, a quota and a priority where the stack has tiers. */
  readonly tier: Tier;
  /** Other labels. Default: none. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

const prefix = "pod-security.kubernetes.io/";

/**
 * A namespace with its tier, and its pod security level enforced, and audited and warned about at the same level.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-admission/
 */
export function createNamespace(resourceName: string, args: NamespaceArgs, options: CustomResourceOptions): kubernetes.core.v1.Namespace {
  const { name, podSecurity, tier, annotations } = args;
  const levels = Object.fromEntries(["enforce", "audit", "warn"].map((mode) => [`${prefix}${mode}`, podSecurity]));
  return new kubernetes.core.v1.Namespace(
    resourceName,
    { metadata: { name, labels: { ...args.labels, [tierLabel]: tier, ...levels }, ...(annotations === undefined ? {} : { annotations }) } },
    options,
  );
}
