import type { ParsedBurst } from "./burst-schema";
import type { FederationProfile } from "./federation/federation-schema";
import { gatewayNodePort } from "./federation/gateway-port";

export interface FirewallRule {
  /** Unique among the firewall's. */
  readonly key: string;
  readonly description: string;
  readonly protocol: "tcp" | "udp";
  readonly fromPort: number;
  readonly toPort: number;
  /** IPv4 network of the other side. Default: everything that has the same firewall. */
  readonly peer?: string;
}

/** What may come in and what may go out; nothing else does. AWS' own time and DNS pass by every firewall. */
export interface Firewall {
  readonly summary: string;
  readonly ingress: readonly FirewallRule[];
  readonly egress: readonly FirewallRule[];
}

/** WireGuard, of Talos' KubeSpan as of K3s' Flannel. */
const wireGuardPort = 51820;
const kubernetesApiPort = 6443;
const kubeletPort = 10250;
const anywhere = "0.0.0.0/0";

const httpsOut: FirewallRule = { key: "https-out", description: "Registries, discovery", ...port("tcp", 443), peer: anywhere };

/**
 * Of rented nodes that belong to the cluster at home: everything between them and the cluster goes through WireGuard;
 * without it, they may reach registries and Talos' discovery by HTTPS, and nothing else.
 */
export function kubeSpanFirewall({ wireGuardFrom }: Pick<ParsedBurst, "wireGuardFrom">): Firewall {
  return {
    summary: "WireGuard in, WireGuard and HTTPS out",
    ingress: wireGuardFrom.map((peer, index) => ({
      key: `wireguard-in-${index}`,
      description: "KubeSpan",
      ...port("udp", wireGuardPort),
      peer,
    })),
    egress: [
      // A home behind NAT is reached at whatever port its router has chosen.
      { key: "wireguard-out", description: "KubeSpan", protocol: "udp", fromPort: 1024, toPort: 65535, peer: anywhere },
      httpsOut,
    ],
  };
}

/**
 * Of all nodes of a remote cluster, its server among them: they speak with each other, and nobody speaks to them. Between
 * them go pods' traffic by WireGuard, the API and the kubelets.
 */
export function k3sNodesFirewall(): Firewall {
  const among = [
    { key: "flannel", description: "Pods, by WireGuard", ...port("udp", wireGuardPort) },
    { key: "api", description: "Kubernetes API", ...port("tcp", kubernetesApiPort) },
    { key: "kubelet", description: "Kubelet", ...port("tcp", kubeletPort) },
  ];
  return {
    summary: "among themselves, HTTPS out",
    ingress: among.map((rule) => ({ ...rule, key: `${rule.key}-in` })),
    egress: [...among.map((rule) => ({ ...rule, key: `${rule.key}-out` })), httpsOut],
  };
}

/** Of a remote cluster's server, beside that of all its nodes: the API, and Liqo's gateway, for those who may. */
export function k3sServerFirewall({ apiFrom }: Pick<FederationProfile, "apiFrom">, wireGuardFrom: readonly string[]): Firewall {
  return {
    summary: "Kubernetes API and Liqo's gateway in, packages out",
    ingress: [
      ...apiFrom.map((peer, index) => ({
        key: `api-in-${index}`,
        description: "Kubernetes API",
        ...port("tcp", kubernetesApiPort),
        peer,
      })),
      ...wireGuardFrom.map((peer, index) => ({
        key: `gateway-in-${index}`,
        description: "Liqo's gateway",
        ...port("udp", gatewayNodePort),
        peer,
      })),
    ],
    // Ubuntu's mirrors in EC2 speak no TLS; packages are signed.
    egress: [{ key: "packages-out", description: "Ubuntu's packages", ...port("tcp", 80), peer: anywhere }],
  };
}

function port<Protocol extends "tcp" | "udp">(
  protocol: Protocol,
  number: number,
): { readonly protocol: Protocol; readonly fromPort: number; readonly toPort: number } {
  return { protocol, fromPort: number, toPort: number };
}
