import { recordProgram } from "../testing/recorded-program";
import { Descheduler } from "./descheduler";
import { type DeschedulerSettings, deschedulerPolicy } from "./descheduler-policy";

const settings: DeschedulerSettings = { utilization: { cpu: { below: 30, above: 70 }, memory: { below: 40, above: 80 } } };

describe("deschedulerPolicy", () => {
  it("enforces taints, required affinity, hard spread and utilisation over the pods that opted in", () => {
    expect(
      deschedulerPolicy({ ...settings, excludedNamespaces: ["monitoring", "keda"], protectedStorageClasses: ["local-path"] }, 35),
    ).toEqual({
      maxNoOfPodsToEvictPerNode: 2,
      maxNoOfPodsToEvictPerNamespace: 2,
      maxNoOfPodsToEvictTotal: 6,
      profiles: [
        {
          name: "berth",
          pluginConfig: [
            {
              name: "DefaultEvictor",
              args: {
                nodeFit: true,
                labelSelector: { matchExpressions: [{ key: "scaling.talos.io/managed-by", operator: "In", values: ["descheduler"] }] },
                podProtections: {
                  defaultDisabled: ["PodsWithLocalStorage"],
                  extraEnabled: ["PodsWithPVC"],
                  config: { PodsWithPVC: { protectedStorageClasses: [{ name: "local-path" }] } },
                },
              },
            },
            { name: "RemovePodsViolatingNodeTaints", args: { includePreferNoSchedule: false } },
            { name: "RemovePodsViolatingNodeAffinity", args: { nodeAffinityType: ["requiredDuringSchedulingIgnoredDuringExecution"] } },
            { name: "RemovePodsViolatingTopologySpreadConstraint", args: { constraints: ["DoNotSchedule"] } },
            {
              name: "LowNodeUtilization",
              args: {
                thresholds: { cpu: 30, memory: 40 },
                targetThresholds: { cpu: 70, memory: 80 },
                evictableNamespaces: { exclude: ["keda", "monitoring"] },
              },
            },
          ],
          plugins: {
            balance: { enabled: ["RemovePodsViolatingTopologySpreadConstraint", "LowNodeUtilization"] },
            deschedule: { enabled: ["RemovePodsViolatingNodeTaints", "RemovePodsViolatingNodeAffinity"] },
          },
        },
      ],
    });
  });

  it("leaves undisturbed namespaces alone in every plugin, each in the words it knows", () => {
    const quiet = deschedulerPolicy({ ...settings, excludedNamespaces: ["keda"], undisturbedNamespaces: ["kuberay", "ai-ml"] }, 35);
    const args = new Map(quiet.profiles[0].pluginConfig.map((plugin) => [plugin.name, plugin.args]));
    const namespaces = { exclude: ["ai-ml", "kuberay"] };
    expect(args.get("RemovePodsViolatingNodeTaints")).toMatchObject({ namespaces });
    expect(args.get("RemovePodsViolatingNodeAffinity")).toMatchObject({ namespaces });
    expect(args.get("RemovePodsViolatingTopologySpreadConstraint")).toMatchObject({ namespaces });
    expect(args.get("LowNodeUtilization")).toMatchObject({ evictableNamespaces: { exclude: ["ai-ml", "keda", "kuberay"] } });
    expect(args.get("LowNodeUtilization")).not.toHaveProperty("namespaces");
    expect(args.get("DefaultEvictor")).not.toHaveProperty("namespaces");
  });

  it.each([
    [33, { evictLocalStoragePods: true, ignorePvcPods: true }],
    [34, { podProtections: { defaultDisabled: ["PodsWithLocalStorage"], extraEnabled: ["PodsWithPVC"] } }],
  ])("writes the same protections the way that 0.%i reads them, never both ways", (minor, protections) => {
    const [evictor] = deschedulerPolicy({ ...settings, protectedStorageClasses: ["local-path"] }, minor).profiles[0].pluginConfig;
    expect(evictor?.args).toEqual({
      nodeFit: true,
      labelSelector: { matchExpressions: [{ key: "scaling.talos.io/managed-by", operator: "In", values: ["descheduler"] }] },
      ...protections,
    });
  });

  it.each<[string, Partial<DeschedulerSettings>, string]>([
    ["no resource", { utilization: {} }, "descheduler.utilization: compares no resource"],
    [
      "a limit above 100",
      { utilization: { cpu: { below: 30, above: 170 } } },
      "descheduler.utilization.cpu.above: is not a percentage (found 170)",
    ],
    [
      "a negative limit",
      { utilization: { pods: { below: -1, above: 50 } } },
      "descheduler.utilization.pods.below: is not a percentage (found -1)",
    ],
    [
      "limits the wrong way round",
      { utilization: { cpu: { below: 71, above: 70 } } },
      "descheduler.utilization.cpu: calls the same node under- and over-utilised (found below 71, above 70)",
    ],
    ["an empty list of storage classes", { protectedStorageClasses: [] }, "descheduler.protectedStorageClasses: is empty"],
    [
      "no evictions at all",
      { limits: { perNode: 0, perNamespace: 1, total: 1 } },
      "descheduler.limits.perNode: is not a whole number of evictions (found 0)",
    ],
  ])("refuses %s", (_, change, message) => {
    expect(() => deschedulerPolicy({ ...settings, ...change }, 35)).toThrow(message);
  });

  it("accepts equal limits and the ends of the range", () => {
    expect(() => deschedulerPolicy({ utilization: { cpu: { below: 0, above: 100 }, memory: { below: 50, above: 50 } } }, 35)).not.toThrow();
  });
});

describe("Descheduler", () => {
  it("installs the chart of the cluster's minor version as a nightly CronJob", async () => {
    const { resources, resource } = await recordProgram(() => new Descheduler("descheduler", { kubernetesVersion: "1.35.4", settings }));
    expect(resources).toHaveLength(2);
    expect(resource("descheduler-chart")).toMatchObject({ type: "kubernetes:helm.sh/v3:Release", parent: "descheduler" });
    expect(resource("descheduler-chart").inputs).toMatchObject({
      chart: "descheduler",
      version: "0.35.1",
      namespace: "kube-system",
      createNamespace: false,
      values: {
        kind: "CronJob",
        schedule: "0 4 * * *",
        deschedulerPolicyAPIVersion: "descheduler/v1alpha2",
        deschedulerPolicy: deschedulerPolicy(settings, 35),
        resources: { limits: { cpu: null } },
      },
    });
  });

  it("runs where its placement says", async () => {
    const placement = {
      labels: {},
      nodeSelector: { "berth.dev/pool": "core" },
      tolerations: [{ key: "node-role.kubernetes.io/control-plane", operator: "Exists" as const }],
    };
    const { resource } = await recordProgram(() => new Descheduler("descheduler", { kubernetesVersion: "1.35.4", settings, placement }));
    expect(resource("descheduler-chart").inputs["values"]).toMatchObject({
      nodeSelector: placement.nodeSelector,
      tolerations: placement.tolerations,
    });
  });

  it.each(["*/2 * * * *", "* * * * *", "0 4 * *"])("refuses to run at %s", async (schedule) => {
    await expect(recordProgram(() => new Descheduler("descheduler", { kubernetesVersion: "1.35.4", settings, schedule }))).rejects.toThrow(
      "descheduler.schedule: does not name one minute of an hour",
    );
  });
});
