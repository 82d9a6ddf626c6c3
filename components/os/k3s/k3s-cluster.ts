import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { didYouMean } from "../../../infra/diagnostics/did-you-mean";
import { UserError } from "../../../infra/diagnostics/user-error";
import type { HardwareProfile, Machine } from "../../../infra/hardware/machine";
import { childOptions } from "../../child-options";
import { firstBoot } from "./first-boot";
import { identityOutputs, K3sIdentity } from "./identity";
import { defaultK3sSettings, type K3sSettings } from "./k3s-settings";
import { kubeconfigOf } from "./kubeconfig";
import type { MachineOrder, OrderedMachine } from "./machine-order";
import { keepNodeLabels } from "./node-labels";
import { requireKubeletLabels } from "./node-configuration";
import { K3sReadiness } from "./readiness";
import { K3sVersion } from "./k3s-version";

export interface K3sClusterArgs {
  /**
   * The machines: control planes become servers with embedded etcd, the others agents. Their addresses are not read:
   * they are known only once the machines are ordered. The first control plane begins the cluster; the others join it.
   */
  readonly hardware: HardwareProfile;
  readonly order: MachineOrder;
  /** Default: {@link defaultK3sSettings}. */
  readonly settings?: Partial<K3sSettings>;
  /** Address by which clients reach the API where machines do not know it themselves, behind a translation of addresses. */
  readonly reachedBy?: pulumi.Input<string>;
  /** Key that signs tokens of service accounts, PEM, of one server. Default: K3s makes one. */
  readonly serviceAccountKey?: pulumi.Input<string>;
  /**
   * There when nothing is lost with the cluster: it is then not protected, and made anew instead of changed. What cannot
   * change therefore, beside its version, in words.
   */
  readonly disposable?: readonly string[];
}

/**
 * A K3s cluster made from nothing on machines that are ordered for it: one `up` orders the servers, then the agents,
 * waits until all are ready, and is the way into the Kubernetes API, without a login on any machine.
 *
 * Labels of nodes are kept as the table says. The rest of what is configured here is read by the first boot alone: later
 * changes of taints and settings do not reach a machine that is installed; see docs/contabo.md. Servers are protected:
 * without a majority of them the cluster is lost.
 */
export class K3sCluster extends pulumi.ComponentResource {
  /** Administrator's kubeconfig. Secret. Known once the first server is ordered; good once the cluster is ready. */
  readonly kubeconfig: pulumi.Output<string>;
  /** Addresses of the machines by their name. */
  readonly addresses: Readonly<Record<string, pulumi.Output<string>>>;
  /** Provider for everything inside the cluster. It waits until every node is ready. */
  readonly kubernetesProvider: kubernetes.Provider;
  /** There when every node is ready. */
  readonly ready: K3sReadiness;
  /** Secrets of the cluster. */
  readonly identity: K3sIdentity;

  /** @throws UserError when the table cannot become a K3s cluster. */
  constructor(name: string, args: K3sClusterArgs, options?: pulumi.ComponentResourceOptions) {
    const { hardware, order, reachedBy, serviceAccountKey, disposable } = args;
    const settings: K3sSettings = { ...defaultK3sSettings, ...args.settings };
    const { first, servers, agents } = membersOf(hardware, settings.firstServer);
    requireKubeletLabels(hardware);

    super("berth:os:K3sCluster", name, {}, options);
    const { clusterName } = hardware;
    const identity = new K3sIdentity(
      `${name}-identity`,
      { clusterName },
      { ...childOptions(this, options), protect: disposable === undefined },
    );
    this.identity = identity;
    const nodes = hardware.machines.map((machine) => machine.name);
    // Before anything is ordered: what the version forbids must not cost anything.
    const version = new K3sVersion(
      `${name}-version`,
      { version: hardware.operatingSystem.version, nodes, fixed: disposable },
      childOptions(this, options),
    );
    const secrets = pulumi.all(Object.fromEntries(identityOutputs.map((output) => [output, identity[output]])));

    const ordered = new Map<string, OrderedMachine>();
    const orderMachine = (
      machine: Machine,
      join: pulumi.Output<string> | undefined,
      dependsOn: readonly pulumi.Resource[],
    ): OrderedMachine => {
      const userData = pulumi.all([secrets, join, reachedBy, serviceAccountKey]).apply(([values, address, name, key]) =>
        firstBoot({
          machine,
          hardware,
          settings: name === undefined ? settings : { ...settings, certificateNames: [...settings.certificateNames, name] },
          identity: complete(values),
          serviceAccountKey: key,
          join: address,
        }),
      );
      const made = order(`${name}-${machine.name}`, machine, pulumi.secret(userData), {
        parent: this,
        dependsOn: [identity, version, ...dependsOn],
        protect: machine.role === "control-plane" && disposable === undefined,
      });
      ordered.set(machine.name, made);
      return made;
    };
    const beginning = orderMachine(first, undefined, []);
    for (const machine of [...servers, ...agents]) {
      orderMachine(machine, beginning.address, [beginning.resource]);
    }

    this.ready = new K3sReadiness(
      `${name}-ready`,
      {
        address: beginning.address,
        serverCaCertificate: identity.serverCaCertificate,
        adminCertificate: identity.adminCertificate,
        adminKey: identity.adminKey,
        nodes,
      },
      { parent: this, dependsOn: [...ordered.values()].map(({ resource }) => resource) },
    );
    this.addresses = Object.fromEntries([...ordered].map(([machine, { address }]) => [machine, address]));
    this.kubeconfig = pulumi.secret(
      pulumi
        .all([secrets, beginning.address])
        .apply(([values, address]) => administratorsKubeconfig(clusterName, address, complete(values))),
    );
    this.kubernetesProvider = new kubernetes.Provider(
      `${name}-kubernetes`,
      { kubeconfig: this.kubeconfig, enableServerSideApply: true },
      { parent: this, dependsOn: [this.ready] },
    );
    keepNodeLabels(this, name, hardware, this.kubernetesProvider);
    this.registerOutputs({ kubeconfig: this.kubeconfig, addresses: this.addresses });
  }
}

interface Members {
  readonly first: Machine;
  readonly servers: readonly Machine[];
  readonly agents: readonly Machine[];
}

/** @throws UserError for a number of servers with which etcd is worse off than with one less, or a first one that is none. */
function membersOf({ machines, operatingSystem }: HardwareProfile, firstServer: string | undefined): Members {
  const all = machines.filter(({ role }) => role === "control-plane");
  const names = all.map(({ name }) => name);
  const first = firstServer === undefined ? all[0] : all.find(({ name }) => name === firstServer);
  if (operatingSystem.kind !== "k3s") {
    throw new UserError("not a K3s cluster", [
      { path: "cluster.operatingSystem.kind", value: operatingSystem.kind, message: "is another system", fix: 'set kind: "k3s"' },
    ]);
  }
  if (all.length % 2 === 0) {
    throw new UserError("etcd needs an odd number of servers", [
      {
        path: "machines",
        value: `${all.length} with role control-plane`,
        message: "an even number survives no more failures than one less",
        fix: "give three machines the role control-plane",
      },
    ]);
  }
  if (first === undefined) {
    throw new UserError("nobody begins the cluster", [
      {
        path: "settings.firstServer",
        value: `"${firstServer ?? ""}"`,
        message: "is no control plane of the table",
        fix: didYouMean(firstServer ?? "", names) ?? `use one of ${names.join(", ")}`,
      },
    ]);
  }
  return { first, servers: all.filter((machine) => machine !== first), agents: machines.filter(({ role }) => role === "worker") };
}

function administratorsKubeconfig(clusterName: string, address: string, identity: ReturnType<typeof complete>): string {
  const { serverCaCertificate, adminCertificate: certificate, adminKey: key } = identity;
  return kubeconfigOf({ clusterName, server: `https://${address}:6443`, serverCaCertificate, user: "berth", certificate, key });
}

/** Pulumi's record of outputs, as the record that it was made from. */
function complete(values: Readonly<Record<string, string>>): Parameters<typeof firstBoot>[0]["identity"] {
  const value = (name: (typeof identityOutputs)[number]): string => values[name] ?? "";
  return {
    serverToken: value("serverToken"),
    agentToken: value("agentToken"),
    serverCaCertificate: value("serverCaCertificate"),
    serverCaKey: value("serverCaKey"),
    clientCaCertificate: value("clientCaCertificate"),
    clientCaKey: value("clientCaKey"),
    adminCertificate: value("adminCertificate"),
    adminKey: value("adminKey"),
  };
}
