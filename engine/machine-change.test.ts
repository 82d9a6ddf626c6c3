import type { StepEventMetadata, StepEventStateMetadata } from "@pulumi/pulumi/automation";
import { machineChange } from "./machine-change";

const type = "talos:machine/configurationApply:ConfigurationApply";

function state(inputs: Record<string, unknown>): StepEventStateMetadata {
  return { type, urn: "urn", id: "id", parent: "", inputs, outputs: {}, provider: "" };
}

function step(before: readonly string[], after: readonly string[], applyMode = "staged_if_needing_reboot"): StepEventMetadata {
  const inputs = (configPatches: readonly string[]) => ({
    node: "192.0.2.1",
    applyMode,
    machineConfigurationInput: "[secret]",
    configPatches: [...configPatches],
  });
  return { op: "update", urn: "urn", type, provider: "", old: state(inputs(before)), new: state(inputs(after)) };
}

it("reads what a machine's patches were and will be", () => {
  const patch = (value: string) => JSON.stringify({ machine: { nodeLabels: { a: value } } });
  expect(machineChange(step([patch("1")], [patch("2")]), [])).toEqual({
    node: "192.0.2.1",
    changes: [{ field: "machine.nodeLabels.a", kind: "change", before: '"1"', after: '"2"', effect: "at once" }],
    needsReboot: false,
    generated: false,
    hidden: false,
    reboot: "staged",
  });
});

it("says that secret parts change, and nothing of them", () => {
  const changes = ["configPatches[0]", "machineConfigurationInput"].map((path) => ({ path, kind: "update", replaces: false }) as const);
  expect(machineChange(step(["[secret]", "machine: {}"], ["[secret]", "machine: {}"], "auto"), changes)).toMatchObject({
    changes: [],
    generated: true,
    hidden: true,
    reboot: "now",
  });
});

it("concerns no other resource, and none that is new", () => {
  expect(machineChange({ ...step([], []), type: "kubernetes:core/v1:Secret" }, [])).toBeUndefined();
  const update = step([], []);
  Reflect.deleteProperty(update, "old");
  expect(machineChange(update, [])).toBeUndefined();
});
