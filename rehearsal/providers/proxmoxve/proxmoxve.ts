import { isPropertyMap, type PropertyMap, type PropertyValue, revealedMap } from "../property-value";
import { checkSchema } from "../schema-check";
import { SdkSchema } from "../sdk-schema";
import type { Path } from "../diff";
import type { CheckOutcome, CheckRequest, DetachedStandIn } from "../stand-in";
import { rules } from "./rules";

const vm = "proxmoxve:index/vmLegacy:VmLegacy";
const container = "proxmoxve:index/containerLegacy:ContainerLegacy";
const file = "proxmoxve:download/file:File";

/** What cannot be changed in place, by type. Source: the provider's documentation, "changes force a replacement". */
const immutable: Readonly<Record<string, readonly Path[]>> = {
  [vm]: [["vmId"], ["bios"], ["clone"]],
  [container]: [["vmId"], ["nodeName"], ["unprivileged"], ["operatingSystem", "templateFileId"], ["disk", "datastoreId"]],
  [file]: [["nodeName"], ["datastoreId"], ["contentType"], ["url"], ["fileName"], ["decompressionAlgorithm"]],
  "proxmoxve:hardware/mapping/pci:Pci": [["name"]],
  "proxmoxve:hardware/mapping/usb:Usb": [["name"]],
  "proxmoxve:index/haresource:Haresource": [["resourceId"], ["type"]],
  "proxmoxve:index/harule:Harule": [["rule"], ["type"]],
};

/**
 * Stands in for the `proxmoxve` provider. It checks inputs by the declarations of the provider's SDK and by what Proxmox
 * refuses beyond them, and answers with the ids that Proxmox would give. It creates nothing and asks nobody.
 */
export function proxmoxveStandIn(version: string): DetachedStandIn {
  const schema = SdkSchema.ofPackage("@muhlba91/pulumi-proxmoxve");
  return {
    name: "proxmoxve",
    version,
    check: (request) => check(schema, request),
    replacement: (type, before, after) => ({
      replaceOn: replaceOn(type, revealedMap(before), revealedMap(after)),
      deleteBeforeReplace: false,
    }),
    create: ({ urn, type, inputs }) => ({ id: idOf(urn, type, revealedMap(inputs)), outputs: outputsOf(type, inputs) }),
    // Nothing of before: an input that is gone is gone from the machine.
    update: ({ type, inputs }) => outputsOf(type, inputs),
    read: ({ id, inputs, outputs }) =>
      inputs === undefined || outputs === undefined || Object.keys(outputs).length === 0 ? undefined : { id, inputs, outputs },
    invoke: (token) => {
      throw new Error(`the proxmoxve stand-in has no function ${token}: it would have to ask Proxmox`);
    },
  };
}

function check(schema: SdkSchema, { type, inputs }: CheckRequest): CheckOutcome {
  const declared = schema.inputsOf(type);
  if (declared === undefined) {
    return { inputs, failures: [{ property: "", reason: `the proxmoxve provider has no resource ${type}` }] };
  }
  const plain = revealedMap(inputs);
  const failures = checkSchema(declared, plain);
  const rule = rules[type];
  // What a field may be is asked only of a field of the right type: one mistake, one failure.
  return { inputs, failures: failures.length > 0 || rule === undefined ? failures : checkSchema(rule, plain) };
}

/** A virtual machine on another host is a new one, unless it is told to migrate. */
function replaceOn(type: string, before: PropertyMap, after: PropertyMap): readonly Path[] {
  const paths = immutable[type] ?? [];
  return type === vm && after["migrate"] !== true && before["nodeName"] !== after["nodeName"] ? [...paths, ["nodeName"]] : paths;
}

function idOf(urn: string, type: string, inputs: PropertyMap): string {
  const text = (key: string): string => {
    const value = inputs[key];
    return typeof value === "string" || typeof value === "number" ? String(value) : "";
  };
  switch (type) {
    case file:
      return `${text("datastoreId")}:${text("contentType")}/${fileNameOf(inputs)}`;
    default:
      return [text("vmId"), text("name"), text("resourceId"), text("rule")].find((id) => id !== "") ?? urn.split("::").at(-1) ?? "";
  }
}

function outputsOf(type: string, inputs: PropertyMap): PropertyMap {
  switch (type) {
    case vm:
      return {
        ...inputs,
        ipv4Addresses: [],
        ipv6Addresses: [],
        networkInterfaceNames: [],
        macAddresses: macAddresses(revealedMap(inputs)),
      };
    case file:
      return { ...inputs, fileName: fileNameOf(revealedMap(inputs)), size: 0 };
    default:
      return inputs;
  }
}

function macAddresses({ networkDevices }: PropertyMap): readonly PropertyValue[] {
  const devices: readonly PropertyValue[] = Array.isArray(networkDevices) ? networkDevices : [];
  return devices.flatMap((device) => (isPropertyMap(device) && device["macAddress"] !== undefined ? [device["macAddress"]] : []));
}

function fileNameOf({ fileName, url }: PropertyMap): string {
  const name = fileName ?? url;
  return typeof name === "string" ? (name.split("/").at(-1) ?? "") : "";
}
