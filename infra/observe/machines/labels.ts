import { capabilityKey, capabilityPrefix, discoveredGpuLabel } from "../../hardware/capabilities";
import { isKubeletLabel } from "../../hardware/checks/labels";
import { controlPlaneLabel, hostnameLabel } from "../../hardware/node-labels";
import type { OperatingSystem } from "../../hardware/schema";
import { labelKey, labelValue } from "../../schema/fields";
import { gpuProductKeys } from "./gpu-model";

/** Labels that the tables say in another way: as the role, the name, the zone or a card. */
const said: ReadonlySet<string> = new Set([
  hostnameLabel,
  controlPlaneLabel,
  capabilityKey.zone,
  "kubernetes.io/os",
  ...Object.values(discoveredGpuLabel).map(({ key }) => key),
  ...Object.keys(gpuProductKeys),
]);

/**
 * The labels of a node that belong into its row: those that some workload selects by, that no other field of the row
 * says, and that the machine's kubelet may set.
 */
export function machineLabelsOf(
  labels: Readonly<Record<string, string>>,
  selectedKeys: ReadonlySet<string>,
  { role, system }: { readonly role: "control-plane" | "worker"; readonly system: OperatingSystem["kind"] },
): Readonly<Record<string, string>> {
  const maySetAny = system === "talos" && role === "control-plane";
  return Object.fromEntries(
    Object.entries(labels)
      .filter(
        ([key, value]) =>
          selectedKeys.has(key) &&
          !said.has(key) &&
          !key.startsWith(capabilityPrefix) &&
          (maySetAny || isKubeletLabel(key)) &&
          labelKey.safeParse(key).success &&
          labelValue.safeParse(value).success,
      )
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
