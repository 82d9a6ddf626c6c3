import { recordProgram } from "../testing/recorded-program";
import { CoreDns, type CoreDnsArgs } from "./coredns";

const mebibyte = 1024 ** 2;
const workload: CoreDnsArgs["workload"] = {
  replicas: 3,
  requests: { cpuMilli: 100, memoryBytes: 70 * mebibyte, extended: {} },
  limits: { memoryBytes: 170 * mebibyte },
  rollout: { maxSurge: 0, maxUnavailable: 1 },
};
const spread = {
  topologyKey: "kubernetes.io/hostname",
  maxSkew: 1,
  whenUnsatisfiable: "DoNotSchedule",
  labelSelector: { matchLabels: { "app.kubernetes.io/name": "coredns" } },
  nodeTaintsPolicy: "Honor",
} as const;

async function values(args: Partial<CoreDnsArgs> = {}): Promise<unknown> {
  const { resource } = await recordProgram(() => new CoreDns("coredns", { workload, serviceSubnets: [], ...args }));
  return resource("coredns-chart").inputs["values"];
}

describe("CoreDns", () => {
  it("installs the pinned chart where kubelets look for it, as its row and placement say, without a CPU limit", async () => {
    const placement = {
      labels: {},
      nodeSelector: { "berth.dev/pool": "mesh" },
      topologySpreadConstraints: [spread],
      priorityClassName: "0-core",
    };
    const { resource } = await recordProgram(() => new CoreDns("coredns", { workload, serviceSubnets: [], placement }));
    expect(resource("coredns-chart").inputs).toMatchObject({
      chart: "coredns",
      version: "1.43.3",
      repositoryOpts: { repo: "https://coredns.github.io/helm" },
      namespace: "kube-system",
      createNamespace: false,
    });
    expect(resource("coredns-chart").inputs["values"]).toEqual({
      replicaCount: 3,
      service: { name: "kube-dns", clusterIP: "10.43.0.10" },
      serviceAccount: { create: true },
      priorityClassName: "system-cluster-critical",
      resources: { requests: { cpu: "100m", memory: "70Mi" }, limits: { cpu: null, memory: "170Mi" } },
      rollingUpdate: { maxSurge: 0, maxUnavailable: 1 },
      nodeSelector: { "berth.dev/pool": "mesh" },
      topologySpreadConstraints: [spread],
    });
  });

  it("has the tenth address of the Services' own network", async () => {
    expect(await values({ serviceSubnets: ["10.100.0.0/16", "fd00::/108"] })).toMatchObject({ service: { clusterIP: "10.100.0.10" } });
  });
});
