import { talosConfigurationDiff } from "./configuration-diff";

const before = {
  machine: { nodeLabels: { "berth.dev/pool": "apps", a: "1" }, sysctls: { x: "1" }, install: { disk: "/dev/sda", image: "i:v1.12.3" } },
};

function diff(after: object, ...others: readonly string[]) {
  return talosConfigurationDiff([JSON.stringify(before)], [JSON.stringify(after), ...others]);
}

it("says nothing about what stays, however it is written", () => {
  expect(
    talosConfigurationDiff(
      ["machine:\n  sysctls:\n    a: '1'\n    b: '2'\n"],
      ['{"machine":{"sysctls":{"a":"1"}}}', '{"machine":{"sysctls":{"b":"2"}}}'],
    ),
  ).toEqual({
    changes: [],
    needsReboot: false,
  });
});

it("names each field that changes, with what it was and will be", () => {
  const after = { machine: { ...before.machine, nodeLabels: { "berth.dev/pool": "core", b: "2" } } };
  expect(diff(after)).toEqual({
    changes: [
      { field: "machine.nodeLabels.a", kind: "remove", before: '"1"', effect: "at once" },
      { field: "machine.nodeLabels.b", kind: "add", after: '"2"', effect: "at once" },
      { field: 'machine.nodeLabels["berth.dev/pool"]', kind: "change", before: '"apps"', after: '"core"', effect: "at once" },
    ],
    needsReboot: false,
  });
});

it.each<[string, object, string]>([
  ["sysctls", { sysctls: { x: "2" } }, "at once"],
  ["kernel modules", { kernel: { modules: [{ name: "nvidia" }] } }, "at once"],
  ["the installer's image", { install: { disk: "/dev/sda", image: "i:v1.12.11" } }, "next upgrade"],
  ["a file", { files: [{ path: "/etc/cri/conf.d/20-customization.part", op: "create", content: "x" }] }, "reboot"],
  ["disk quotas", { features: { diskQuotaSupport: true } }, "reboot"],
  ["KubePrism", { features: { kubePrism: { enabled: true, port: 7446 } } }, "at once"],
  ["taints of a worker", { kubelet: { extraConfig: { registerWithTaints: [{ key: "a", effect: "NoSchedule" }] } } }, "new nodes only"],
])("knows when a change of %s counts", (_, machine, effect) => {
  const { changes, needsReboot } = diff({ machine: { ...before.machine, ...machine } });
  expect([...new Set(changes.map((change) => change.effect))]).toEqual([effect]);
  expect(needsReboot).toBe(effect === "reboot");
});

it("shows no value that may be a secret, and still says that it changes", () => {
  const secret = "fixture-secret";
  const result = talosConfigurationDiff(
    [JSON.stringify({ machine: { token: "old-fixture-secret" }, cluster: { ca: { crt: "c", key: "old-fixture-secret" } } })],
    [
      JSON.stringify({
        machine: {
          token: secret,
          files: [{ content: secret }],
          registries: { config: { r: { auth: { password: secret } } } },
          env: { P: secret },
        },
        cluster: { ca: { crt: "c", key: secret }, secret, inlineManifests: [{ name: "m", contents: secret }] },
      }),
      JSON.stringify({ apiVersion: "v1alpha1", kind: "WireguardConfig", name: "wg0", privateKey: secret }),
    ],
  );
  expect(result.changes.map(({ field, kind }) => `${kind} ${field}`)).toEqual([
    "add WireguardConfig wg0",
    "change cluster.ca.key",
    "add cluster.inlineManifests",
    "add cluster.secret",
    "add machine.env.P",
    "add machine.files",
    "add machine.registries.config.r.auth.password",
    "change machine.token",
  ]);
  expect(JSON.stringify(result)).not.toContain("fixture-secret");
});

it("tells documents of one kind apart by their names", () => {
  const link = (name: string, address: string) =>
    JSON.stringify({ apiVersion: "v1alpha1", kind: "LinkConfig", name, addresses: [{ address }] });
  expect(
    talosConfigurationDiff(
      [link("net0", "10.0.0.1/24"), link("net1", "10.0.1.1/24")],
      [link("net0", "10.0.0.2/24"), link("net1", "10.0.1.1/24")],
    ),
  ).toEqual({
    changes: [
      {
        field: "LinkConfig net0: addresses",
        kind: "change",
        before: '[{"address":"10.0.0.1/24"}]',
        after: '[{"address":"10.0.0.2/24"}]',
        effect: "at once",
      },
    ],
    needsReboot: false,
  });
});

it("shows that a generated field is taken away", () => {
  const deletion = { machine: { ...before.machine, nodeLabels: { ...before.machine.nodeLabels, z: { $patch: "delete" } } } };
  expect(diff(deletion).changes).toEqual([{ field: "machine.nodeLabels.z", kind: "add", after: '"(taken away)"', effect: "at once" }]);
});

it("counts a text that cannot be read as changed, without showing it", () => {
  const { changes } = talosConfigurationDiff(["[secret]"], ["{{"]);
  expect(changes).toEqual([{ field: "document 1", kind: "change", effect: "at once" }]);
});
