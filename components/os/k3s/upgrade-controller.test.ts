import { recordProgram } from "../../testing/recorded-program";
import { K3sUpgradeController, type K3sUpgradeControllerArgs } from "./upgrade-controller";
import { k3sHardware } from "./testing/k3s-hardware";

const record = async (args: Partial<K3sUpgradeControllerArgs> = {}) =>
  recordProgram(() => new K3sUpgradeController("upgrade", { hardware: k3sHardware(), ...args }));

it("brings servers and then agents to the table's version", async () => {
  const recording = await record();
  const plans = ["upgrade-server-plan", "upgrade-agent-plan"].map((name) => recording.resource(name));
  expect(plans.map(({ inputs, dependsOn }) => [inputs["spec"], dependsOn])).toEqual([
    [
      {
        concurrency: 1,
        cordon: true,
        serviceAccountName: "system-upgrade",
        upgrade: { image: "rancher/k3s-upgrade" },
        version: "v1.35.4+k3s1",
        nodeSelector: { matchExpressions: [{ key: "node-role.kubernetes.io/control-plane", operator: "In", values: ["true"] }] },
        tolerations: [{ key: "node-role.kubernetes.io/control-plane", operator: "Exists", effect: "NoSchedule" }],
      },
      ["upgrade-deployment"],
    ],
    [
      {
        concurrency: 1,
        cordon: true,
        serviceAccountName: "system-upgrade",
        upgrade: { image: "rancher/k3s-upgrade" },
        version: "v1.35.4+k3s1",
        nodeSelector: { matchExpressions: [{ key: "node-role.kubernetes.io/control-plane", operator: "DoesNotExist" }] },
        prepare: { image: "rancher/k3s-upgrade", args: ["prepare", "server-plan"] },
      },
      ["upgrade-deployment"],
    ],
  ]);
});

it("upgrades in a window where one is given", async () => {
  const window = { days: ["sunday"], startTime: "02:00", endTime: "05:00", timeZone: "Europe/Berlin" } as const;
  expect((await record({ window })).resource("upgrade-agent-plan").inputs["spec"]).toMatchObject({ window });
});

it("runs unprivileged itself, with no more rights than it needs", async () => {
  const recording = await record();
  expect(recording.resource("upgrade-deployment").inputs).toMatchObject({
    spec: {
      template: {
        spec: {
          securityContext: { runAsNonRoot: true },
          containers: [
            { securityContext: { readOnlyRootFilesystem: true, allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } } },
          ],
        },
      },
    },
  });
  const verbs = recording.ofType("kubernetes:rbac.authorization.k8s.io/v1:ClusterRole").map(({ inputs }) => JSON.stringify(inputs));
  expect(verbs.filter((rules) => rules.includes('"*"'))).toEqual([]);
});

it("has no use for a cluster of Talos", async () => {
  const hardware = { ...k3sHardware(), operatingSystem: { kind: "talos" as const, version: "v1.12.3" } };
  await expect(record({ hardware })).rejects.toThrow("is upgraded in another way");
});
