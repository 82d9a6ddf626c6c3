import type { ClusterNetwork } from "../../infra/hardware/network-schema";
import { recordProgram } from "../testing/recorded-program";
import { validHardware } from "../testing/valid-hardware";
import { Cilium, type CiliumArgs } from "./cilium";

const network: ClusterNetwork = {
  prefixLength: 24,
  nameservers: [],
  podSubnets: ["10.42.0.0/16"],
  serviceSubnets: ["10.43.0.0/16"],
  loadBalancerPool: "192.168.0.224/27",
  ntp: [],
};

function hardwareWith(change: Partial<ClusterNetwork> = {}): CiliumArgs["hardware"] {
  return { machines: validHardware().machines, network: { ...network, ...change } };
}

async function valuesOf(args: CiliumArgs): Promise<unknown> {
  return (await recordProgram(() => new Cilium("cilium", args))).resource("cilium-chart").inputs["values"];
}

const talosValues = {
  ipam: { mode: "kubernetes" },
  kubeProxyReplacement: true,
  k8sServiceHost: "localhost",
  k8sServicePort: 7445,
  cgroup: { autoMount: { enabled: false }, hostRoot: "/sys/fs/cgroup" },
  securityContext: {
    capabilities: {
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
    },
  },
  cni: { resources: { limits: { cpu: null } } },
  operator: { replicas: 2 },
};

describe("Cilium", () => {
  it("installs the pinned chart for Talos, with announcements where there is a pool", async () => {
    const { resources, resource } = await recordProgram(() => new Cilium("cilium", { hardware: hardwareWith() }));
    expect(resources).toHaveLength(2);
    expect(resource("cilium-chart")).toMatchObject({ type: "kubernetes:helm.sh/v3:Release", parent: "cilium" });
    expect(resource("cilium-chart").inputs).toMatchObject({
      chart: "cilium",
      version: "1.20.1",
      repositoryOpts: { repo: "https://helm.cilium.io/" },
      namespace: "kube-system",
      createNamespace: false,
    });
    expect(resource("cilium-chart").inputs["values"]).toEqual({
      ...talosValues,
      routingMode: "tunnel",
      tunnelProtocol: "vxlan",
      l2announcements: { enabled: true },
      externalIPs: { enabled: true },
      k8sClientRateLimit: { qps: 30, burst: 60 },
    });
  });

  it("announces nothing without a pool, and has one operator on one machine", async () => {
    const { network: none, ...rest } = hardwareWith();
    expect(none).toBeDefined();
    expect(await valuesOf({ hardware: { machines: rest.machines.slice(0, 1) } })).toEqual({
      ...talosValues,
      operator: { replicas: 1 },
      routingMode: "tunnel",
      tunnelProtocol: "vxlan",
    });
  });

  it("routes natively between the machines of one network", async () => {
    expect(await valuesOf({ hardware: hardwareWith(), routing: "native" })).toMatchObject({
      routingMode: "native",
      ipv4NativeRoutingCIDR: "10.42.0.0/16",
      autoDirectNodeRoutes: true,
    });
  });

  it("refuses native routing where it does not know the networks", async () => {
    const { machines } = hardwareWith();
    await expect(recordProgram(() => new Cilium("cilium", { hardware: { machines }, routing: "native" }))).rejects.toThrow(
      [
        "Cilium cannot route natively here",
        "  hardware.cluster.network.prefixLength: is missing, and native routing works only between machines of one network",
        '    fix: give it, so that their addresses are checked, or use routing: "tunnel"',
        "  hardware.cluster.network.podSubnets: is not one network, and native routing needs to know the one that is not masqueraded",
        '    fix: give one, or use routing: "tunnel"',
      ].join("\n"),
    );
    const two = hardwareWith({ podSubnets: ["10.42.0.0/16", "10.44.0.0/16"] });
    await expect(recordProgram(() => new Cilium("cilium", { hardware: two, routing: "native" }))).rejects.toThrow(
      "hardware.cluster.network.podSubnets",
    );
  });

  it("leaves Liqo's interfaces and virtual nodes alone in a cluster that is peered", async () => {
    expect(await valuesOf({ hardware: hardwareWith(), federated: { devices: ["enp1s0"] } })).toMatchObject({
      devices: ["enp1s0"],
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: "liqo.io/type", operator: "DoesNotExist" }] }],
          },
        },
      },
    });
    expect(await valuesOf({ hardware: hardwareWith() })).not.toHaveProperty("devices");
  });
});
