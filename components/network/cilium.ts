import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { offVirtualNodes } from "../../infra/burst/federation/virtual-node";
import type { Finding } from "../../infra/diagnostics/finding";
import { UserError } from "../../infra/diagnostics/user-error";
import type { HardwareProfile } from "../../infra/hardware/machine";
import { type ReleaseTransform, chartRelease } from "../chart-release";
import { charts } from "../charts";
import { childOptions } from "../child-options";

export interface CiliumArgs {
  readonly hardware: Pick<HardwareProfile, "machines" | "network">;
  /**
   * How packets get from one node's pods to another's. `tunnel` wraps them in VXLAN and works on every network;
   * `native` sends them as they are, for which all machines must share one network. Default `tunnel`.
   */
  readonly routing?: "tunnel" | "native";
  /**
   * For a cluster that is peered by Liqo: the machines' own interfaces, such as `enp1s0` or `en+`. Otherwise Cilium takes
   * over Liqo's as well; and it taints virtual nodes, where its agent never comes, unless it is told to leave them out.
   * Default: not peered, and it finds the interfaces.
   */
  readonly federated?: { readonly devices: readonly string[] };
  readonly transform?: { readonly release?: ReleaseTransform };
}

/**
 * Cilium on Talos: the cluster's network, and in place of kube-proxy. The machine configuration has to say
 * `cluster.network.cni.name: none` and `cluster.proxy.disabled: true`. It reaches the API server through KubePrism on
 * each node, which works before any Service does. Where the hardware table has a LoadBalancer pool, it also announces
 * addresses to the local network.
 *
 * @see https://docs.siderolabs.com/kubernetes-guides/cni/deploying-cilium
 */
export class Cilium extends pulumi.ComponentResource {
  readonly release: kubernetes.helm.v3.Release;

  constructor(name: string, args: CiliumArgs, options?: pulumi.ComponentResourceOptions) {
    const { hardware, federated, transform } = args;
    const values = {
      ipam: { mode: "kubernetes" },
      kubeProxyReplacement: true,
      k8sServiceHost: "localhost",
      k8sServicePort: kubePrismPort,
      cgroup: { autoMount: { enabled: false }, hostRoot: "/sys/fs/cgroup" },
      securityContext: { capabilities },
      cni: { resources: { limits: { cpu: null } } },
      operator: { replicas: Math.min(2, hardware.machines.length) },
      ...routingValues(args),
      ...(hardware.network?.loadBalancerPool === undefined ? {} : announcementValues),
      ...(federated === undefined ? {} : { devices: federated.devices, affinity: offVirtualNodes }),
    };

    super("berth:network:Cilium", name, {}, options);
    this.release = chartRelease(
      `${name}-chart`,
      { chart: charts.cilium, namespace: "kube-system", createNamespace: false, values, transform: transform?.release },
      childOptions(this, options),
    );
    this.registerOutputs({});
  }
}

/** Talos' own load balancer in front of the API servers, on every node. */
const kubePrismPort = 7445;

/** All that Cilium asks for but SYS_MODULE, which Talos gives nobody: it loads kernel modules itself. */
const capabilities = {
  ciliumAgent: [
    "CHOWN",
    "KILL",
    "NET_ADMIN",
    "NET_RAW",
    "IPC_LOCK",
    "SYS_ADMIN",
    "SYS_RESOURCE",
    "DAC_OVERRIDE",
    "FOWNER",
    "SETGID",
    "SETUID",
  ],
  cleanCiliumState: ["NET_ADMIN", "SYS_ADMIN", "SYS_RESOURCE"],
};

/**
 * Each announced Service is a lease that is renewed every few seconds; the default rate of 10 requests a second would
 * lose leases from about twenty Services on, and with them connections.
 *
 * @see https://docs.cilium.io/en/stable/network/l2-announcements/#sizing-client-rate-limit
 */
const announcementValues = {
  l2announcements: { enabled: true },
  externalIPs: { enabled: true },
  k8sClientRateLimit: { qps: 30, burst: 60 },
};

function routingValues({ hardware, routing = "tunnel" }: CiliumArgs): Readonly<Record<string, unknown>> {
  if (routing === "tunnel") {
    return { routingMode: "tunnel", tunnelProtocol: "vxlan" };
  }
  const [podSubnet, ...others] = hardware.network?.podSubnets ?? [];
  const findings: Finding[] = [];
  if (hardware.network?.prefixLength === undefined) {
    findings.push({
      path: "hardware.cluster.network.prefixLength",
      message: "is missing, and native routing works only between machines of one network",
      fix: 'give it, so that their addresses are checked, or use routing: "tunnel"',
    });
  }
  if (podSubnet === undefined || others.length > 0) {
    findings.push({
      path: "hardware.cluster.network.podSubnets",
      message: "is not one network, and native routing needs to know the one that is not masqueraded",
      fix: 'give one, or use routing: "tunnel"',
    });
  }
  if (findings.length > 0) {
    throw new UserError("Cilium cannot route natively here", findings);
  }
  return { routingMode: "native", ipv4NativeRoutingCIDR: podSubnet, autoDirectNodeRoutes: true };
}
