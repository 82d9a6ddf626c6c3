import type { HardwareCheck } from "./check";

/** Talos moves a shared address between its control planes; K3s does nothing of the kind. */
export const checkVirtualIp: HardwareCheck = ({ cluster }) =>
  cluster?.network?.vip === undefined || cluster.operatingSystem.kind === "talos"
    ? []
    : [
        {
          path: "cluster.network.vip",
          message: "is an address that nothing would answer to: K3s does not share one between its servers",
          value: `"${cluster.network.vip}"`,
          fix: "leave it out, and put what does (a load balancer, kube-vip) into cluster.endpoint",
        },
      ];
