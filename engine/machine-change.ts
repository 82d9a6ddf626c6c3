import type { StepEventMetadata } from "@pulumi/pulumi/automation";
import { talosConfigurationDiff } from "../infra/talos/configuration-diff";
import type { MachineChange, PropertyChange } from "./preview-result";

const configurationApply = "talos:machine/configurationApply:ConfigurationApply";

/** What the engine writes in the place of a secret. */
const secret = "[secret]";

/** What an update does to a Talos machine; undefined for any other resource. */
export function machineChange(
  { type, old, new: wanted }: StepEventMetadata,
  changes: readonly PropertyChange[],
): MachineChange | undefined {
  if (type !== configurationApply || old === undefined || wanted === undefined) {
    return undefined;
  }
  const [before, after] = [textsIn(old.inputs["configPatches"]), textsIn(wanted.inputs["configPatches"])];
  const hidden = [before, after].flatMap((texts) => texts.flatMap((text, index) => (text === secret ? [`configPatches[${index}]`] : [])));
  return {
    node: String(wanted.inputs["node"]),
    ...talosConfigurationDiff(before.filter(isOpen), after.filter(isOpen)),
    generated: changes.some(({ path }) => path === "machineConfigurationInput"),
    hidden: changes.some(({ path }) => hidden.includes(path)),
    reboot: ["staged", "staged_if_needing_reboot", "no_reboot"].includes(String(wanted.inputs["applyMode"])) ? "staged" : "now",
  };
}

function isOpen(text: string): boolean {
  return text !== secret;
}

function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}
