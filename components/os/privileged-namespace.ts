import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../child-options";

export interface PrivilegedNamespaceArgs {
  readonly name: string;
  /** Other labels. Default: none. */
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * A namespace whose pods may reach into their node: drivers, device plugins, image mirrors. Talos enforces the Pod
 * Security Standard `baseline` everywhere but in kube-system, where a DaemonSet that needs more is accepted and gets no
 * pods.
 *
 * @see https://docs.siderolabs.com/talos/v1.12/security/pod-security
 */
export class PrivilegedNamespace extends pulumi.ComponentResource {
  readonly namespace: kubernetes.core.v1.Namespace;

  constructor(name: string, args: PrivilegedNamespaceArgs, options?: pulumi.ComponentResourceOptions) {
    super("berth:os:PrivilegedNamespace", name, {}, options);
    this.namespace = new kubernetes.core.v1.Namespace(
      `${name}-namespace`,
      { metadata: { name: args.name, labels: { ...args.labels, ...privilegedLabels } } },
      childOptions(this, options),
    );
    this.registerOutputs({});
  }
}

/** Labels that exempt a namespace, for namespaces that something else makes. */
export const privilegedLabels: Readonly<Record<string, string>> = {
  "pod-security.kubernetes.io/enforce": "privileged",
  "pod-security.kubernetes.io/audit": "privileged",
  "pod-security.kubernetes.io/warn": "privileged",
};
