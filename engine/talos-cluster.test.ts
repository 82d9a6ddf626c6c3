import { NewTalosCluster } from "../components/os/new-talos-cluster";
import { TalosImages } from "../components/os/talos-images";
import { newTalosHardware } from "../components/testing/new-talos-hardware";
import { schematicId } from "../infra/talos/schematic";
import type { IsolatedEngine } from "./engine";
import { openTestStack, operationLimit } from "./testing/isolated";

/** A Talos cluster made from nothing, on the real engine. The tests go in this order. */
let engine: IsolatedEngine;
let settings: { readonly spegel: boolean; readonly pool: string } = { spegel: false, pool: "apps" };

beforeAll(async () => {
  engine = await openTestStack({
    program: async () => {
      const lab = newTalosHardware();
      const machines = lab.machines.map((machine) =>
        machine.name === "metal1" ? { ...machine, labels: { ...machine.labels, "berth.dev/pool": settings.pool } } : machine,
      );
      const hardware = { ...lab, machines };
      const images = new TalosImages("images", { hardware });
      const { kubeconfig, talosconfig } = new NewTalosCluster("lab", { hardware, images, settings: { spegel: settings.spegel } });
      return Promise.resolve({ kubeconfig, talosconfig, installer: images.of("cp1").installer });
    },
  });
}, 600_000);

afterAll(() => {
  engine.close();
});

it(
  "comes up, every key of it secret in the state",
  async () => {
    const { outcome, counts, diagnostics } = await engine.up();
    expect({ outcome, diagnostics }).toEqual({ outcome: "fine", diagnostics: [] });
    expect(counts.create).toBeGreaterThan(10);
    const state = JSON.stringify(withoutSecrets(await engine.state()));
    expect(state).toContain(schematicId(["siderolabs/iscsi-tools", "siderolabs/qemu-guest-agent"]));
    // The stand-in's keys and tokens, and words of the kubeconfig and of a machine's configuration.
    for (const secret of [
      Buffer.from("stand-in, no key").toString("base64"),
      "standin.standinstandin00",
      "current-context",
      "type: worker",
    ]) {
      expect(state).not.toContain(secret);
    }
  },
  operationLimit,
);

it(
  "says what a change does to each machine, and that it does not reboot now",
  async () => {
    settings = { spegel: true, pool: "core" };
    const { steps } = await engine.preview();
    const changed = steps.filter(({ machine }) => machine !== undefined);
    expect(changed.map(({ name }) => name)).toEqual(["lab-cp1-apply", "lab-metal1-apply", "lab-worker1-apply"]);
    expect(changed.find(({ name }) => name === "lab-metal1-apply")?.machine).toEqual({
      node: "192.168.0.13",
      changes: [
        { field: "machine.files", kind: "add", effect: "reboot" },
        { field: 'machine.nodeLabels["berth.dev/pool"]', kind: "change", before: '"apps"', after: '"core"', effect: "at once" },
      ],
      needsReboot: true,
      generated: false,
      hidden: false,
      reboot: "staged",
    });
  },
  operationLimit,
);

/** A state as it is stored: what is encrypted there, an export shows beside the mark of a secret. */
function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutSecrets);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const fields = Object.entries(value);
  const isSecret = fields.some(([key, mark]) => key === "4dabf18193072939515e22adb298388d" && mark === "1b47061264138c4ac30d75fd1eb44270");
  return isSecret ? "secret" : Object.fromEntries(fields.map(([key, child]) => [key, withoutSecrets(child)]));
}
