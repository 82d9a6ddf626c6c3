import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { client, cluster, type machine as talos } from "@pulumiverse/talos";
import { UserError } from "../../infra/diagnostics/user-error";
import { addressOf } from "../../infra/hardware/address";
import type { HardwareProfile, Machine } from "../../infra/hardware/machine";

/** The ways into a cluster. */
export interface ClusterAccess {
  /** Administrator's kubeconfig. Secret. */
  readonly kubeconfig: pulumi.Output<string>;
  /** Administrator's talosconfig: its endpoints are the control planes' own addresses. Secret. */
  readonly talosconfig: pulumi.Output<string>;
  /** Provider for everything inside the cluster. It waits until every machine is configured, labels included. */
  readonly kubernetesProvider: kubernetes.Provider;
}

/**
 * @param dependsOn What has to be done before the Kubernetes API can answer.
 */
export function clusterAccess(
  parent: pulumi.ComponentResource,
  name: string,
  hardware: HardwareProfile,
  secrets: talos.Secrets,
  dependsOn: pulumi.Resource[],
): ClusterAccess {
  const { clientConfiguration } = secrets;
  const kubeconfig = new cluster.Kubeconfig(
    `${name}-kubeconfig`,
    { clientConfiguration, node: addressOf(firstControlPlane(hardware)) },
    { parent, dependsOn },
  );
  const kubeconfigRaw = pulumi.secret(kubeconfig.kubeconfigRaw);
  const { talosConfig } = client.getConfigurationOutput(
    {
      clusterName: hardware.clusterName,
      clientConfiguration,
      endpoints: hardware.machines.filter(({ role }) => role === "control-plane").map(addressOf),
      nodes: hardware.machines.map(addressOf),
    },
    { parent },
  );
  // A fixed identifier keeps a renewed certificate from looking like another cluster, and an unreachable cluster from
  // looking like one whose objects are gone.
  const kubernetesProvider = new kubernetes.Provider(
    `${name}-kubernetes`,
    { kubeconfig: kubeconfigRaw, clusterIdentifier: hardware.clusterName, deleteUnreachable: false },
    { parent },
  );
  return { kubeconfig: kubeconfigRaw, talosconfig: talosConfig, kubernetesProvider };
}

/** The control plane that is asked, and that a new cluster begins on: the first of the table. */
export function firstControlPlane({ machines }: Pick<HardwareProfile, "machines">): Machine {
  const found = machines.find(({ role }) => role === "control-plane");
  if (found === undefined) {
    throw new UserError("the cluster has no control plane", [
      { path: "hardware.machines", message: "has no machine whose role is control-plane", fix: 'give one machine role: "control-plane"' },
    ]);
  }
  return found;
}
