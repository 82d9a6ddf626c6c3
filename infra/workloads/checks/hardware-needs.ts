import { didYouMean } from "../../diagnostics/did-you-mean";
import type { Finding } from "../../diagnostics/finding";
import type { Machine } from "../../hardware/machine";
import { gpuResources } from "../hardware-needs";
import type { ParsedWorkload } from "../schema";
import { pathOf, type WorkloadCheck } from "./check";

/** Cards and devices that workloads ask for are in some machine. */
export const checkHardwareNeeds: WorkloadCheck = ({ workloads, machines }) =>
  machines === undefined ? [] : workloads.flatMap((row) => [...checkGpu(row, machines), ...checkDevices(row, machines)]);

function checkGpu(row: ParsedWorkload, machines: readonly Machine[]): Finding[] {
  const { gpu } = row;
  if (gpu === undefined) {
    return [];
  }
  const cards = machines.flatMap(({ gpus }) => gpus);
  const vendors = [...new Set(cards.map(({ vendor }) => vendor))].sort();
  const models = [...new Set(cards.filter(({ vendor }) => vendor === gpu.vendor).map(({ model }) => model))].sort();
  if (models.length === 0) {
    return [
      {
        path: pathOf(row, "gpu.vendor"),
        message: "is the vendor of no machine's card",
        value: `"${gpu.vendor}"`,
        fix: vendors.length === 0 ? "list the card under its machine's gpus" : `the machines have: ${vendors.join(", ")}`,
      },
    ];
  }
  if (gpu.model !== undefined && !models.includes(gpu.model)) {
    return [
      {
        path: pathOf(row, "gpu.model"),
        message: `is the model of no machine's ${gpu.vendor} card`,
        value: `"${gpu.model}"`,
        fix: didYouMean(gpu.model, models) ?? `the machines have: ${models.join(", ")}`,
      },
    ];
  }
  const resources = gpuResources(gpu, machines);
  if (resources.length > 1) {
    return [
      {
        path: pathOf(row, "gpu"),
        message: `could be any of ${resources.join(", ")}, and a pod can request only one of them`,
        fix: `give the model: ${models.join(", ")}`,
      },
    ];
  }
  return [];
}

function checkDevices(row: ParsedWorkload, machines: readonly Machine[]): Finding[] {
  const known = [...new Set(machines.flatMap(({ devices }) => devices))].sort();
  return row.devices
    .filter((device) => !known.includes(device))
    .map((device) => ({
      path: pathOf(row, "devices"),
      message: "is plugged into no machine",
      value: `"${device}"`,
      fix:
        didYouMean(device, known) ??
        (known.length === 0 ? "list it under its machine's devices" : `the machines have: ${known.join(", ")}`),
    }));
}
