import type { Finding } from "../../diagnostics/finding";
import type { HardwareCheck } from "./check";

/**
 * What Proxmox does for root with a password alone, and for no API token, root's included: bare PCI addresses, device
 * nodes of containers, privileged containers. Source: https://pve.proxmox.com/pve-docs/api-viewer/
 */
export const checkRootOnly: HardwareCheck = ({ cluster, cards, machines, containers }) => {
  if (cluster?.proxmox?.authentication !== "api-token") {
    return [];
  }
  const root = 'set cluster.proxmox.authentication: "root-password"';
  return [
    ...cards
      .filter((card) => card.passthrough === "raw-id" && machines.some(({ name, vm }) => name === card.machine && vm !== undefined))
      .map((card): Finding => ({
        path: `cards[${card.name}].passthrough`,
        message: "is not allowed to an API token: a bare PCI address asks for root and a password",
        value: '"raw-id"',
        fix: `use passthrough: "mapping", or ${root}`,
      })),
    ...cards
      .filter((card) => containers.some(({ name }) => name === card.machine))
      .map((card): Finding => ({
        path: `cards[${card.name}].machine`,
        message: "is a container, and device nodes may only be passed to it by root with a password, not by an API token",
        value: `"${card.machine ?? ""}"`,
        fix: root,
      })),
    ...containers
      .filter(({ unprivileged }) => !unprivileged)
      .map((container): Finding => ({
        path: `containers[${container.name}].unprivileged`,
        message: "makes it a privileged container, which only root with a password may create",
        value: "false",
        fix: `leave it out, or ${root}`,
      })),
  ];
};
