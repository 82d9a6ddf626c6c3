import type { Finding } from "../../diagnostics/finding";
import { capabilityKey, capabilityPrefix, discoveredGpuLabel } from "../capabilities";
import type { HardwareCheck } from "./check";

const discoveredKeys: readonly string[] = Object.values(discoveredGpuLabel).map(({ key }) => key);

/** Labels that a user adds are ones that the node may carry and that nobody else sets. */
export const checkLabels: HardwareCheck = ({ machines, operatingSystem }) =>
  machines.flatMap(({ name, role, labels }) =>
    Object.entries(labels).flatMap(([key, value]): Finding[] => {
      const finding = { path: `machines[${name}].labels["${key}"]`, value: `"${value}"` };
      if (key.startsWith(capabilityPrefix)) {
        return [
          {
            ...finding,
            message: `belongs to Berth: it derives the ${capabilityPrefix} labels from the hardware`,
            fix: "choose a prefix of your own, or change the hardware row",
          },
        ];
      }
      if (key === capabilityKey.zone) {
        return [{ ...finding, message: "is set from the machine's zone", fix: `set zone: "${value}" instead` }];
      }
      if (discoveredKeys.includes(key)) {
        return [{ ...finding, message: "is set by the cluster's own discovery", fix: "list the card under gpus instead" }];
      }
      // Talos labels its control planes with credentials of its own, to which the restriction does not apply.
      const byKubelet = operatingSystem === "k3s" || (operatingSystem === "talos" && role === "worker");
      if (byKubelet && !isKubeletLabel(key)) {
        return [
          {
            ...finding,
            message: "may not be set by a kubelet on its own node, and would keep all its other labels from being set",
            fix: "use a prefix outside kubernetes.io and k8s.io",
          },
        ];
      }
      return [];
    }),
  );

const ownKeys = [
  "kubernetes.io/hostname",
  "kubernetes.io/os",
  "kubernetes.io/arch",
  "topology.kubernetes.io/zone",
  "topology.kubernetes.io/region",
  "failure-domain.beta.kubernetes.io/zone",
  "failure-domain.beta.kubernetes.io/region",
  "node.kubernetes.io/instance-type",
  "beta.kubernetes.io/instance-type",
  "beta.kubernetes.io/os",
  "beta.kubernetes.io/arch",
];

/**
 * Whether the NodeRestriction admission plugin lets a kubelet set this label on its own node.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#noderestriction
 */
export function isKubeletLabel(key: string): boolean {
  const prefix = key.includes("/") ? key.slice(0, key.indexOf("/")) : "";
  if (!isUnder(prefix, "kubernetes.io") && !isUnder(prefix, "k8s.io")) {
    return true;
  }
  return isUnder(prefix, "kubelet.kubernetes.io") || isUnder(prefix, "node.kubernetes.io") || ownKeys.includes(key);
}

function isUnder(prefix: string, domain: string): boolean {
  return prefix === domain || prefix.endsWith(`.${domain}`);
}
