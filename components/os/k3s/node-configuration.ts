import { stringify } from "yaml";
import { UserError } from "../../../infra/diagnostics/user-error";
import { reservationOf } from "../../../infra/hardware/allocatable";
import { isKubeletLabel } from "../../../infra/hardware/checks/labels";
import type { HardwareProfile, Machine } from "../../../infra/hardware/machine";
import type { K3sSettings } from "./k3s-settings";

/** How a node comes into the cluster. */
export type Membership =
  | { readonly kind: "begin"; readonly token: string; readonly agentToken: string }
  | { readonly kind: "server"; readonly token: string; readonly agentToken: string; readonly server: string }
  | { readonly kind: "agent"; readonly token: string; readonly server: string };

const mebibyte = 1024 ** 2;
const evictionMebibytes = 100;
const defaultMaxPods = 110;

/**
 * A node's `/etc/rancher/k3s/config.yaml`: the keys are the names of K3s' own options. What concerns the whole cluster is
 * the same on every server, as K3s asks for.
 *
 * @see https://docs.k3s.io/installation/configuration#configuration-file
 */
export function nodeConfiguration(machine: Machine, hardware: HardwareProfile, settings: K3sSettings, membership: Membership): string {
  const { network } = hardware;
  const server =
    membership.kind === "agent"
      ? {}
      : {
          "agent-token": membership.agentToken,
          "tls-san": certificateNames(hardware, settings),
          "flannel-backend": "wireguard-native",
          "secrets-encryption": true,
          ...(settings.disable.length === 0 ? {} : { disable: [...settings.disable].sort() }),
          ...(settings.embeddedRegistry ? { "embedded-registry": true } : {}),
          ...(settings.cloudController ? {} : { "disable-cloud-controller": true }),
          ...(settings.serviceAccountIssuer === undefined
            ? {}
            : { "kube-apiserver-arg": [`service-account-issuer=${settings.serviceAccountIssuer}`] }),
          ...(network === undefined
            ? {}
            : { "cluster-cidr": network.podSubnets.join(","), "service-cidr": network.serviceSubnets.join(",") }),
        };
  return stringify(
    {
      token: membership.token,
      ...(membership.kind === "begin" ? { "cluster-init": true } : { server: membership.server }),
      "node-name": machine.name,
      ...(settings.interface === undefined ? {} : { "flannel-iface": settings.interface }),
      "node-label": Object.entries(machine.labels).map(([key, value]) => `${key}=${value}`),
      "node-taint": machine.taints.map(({ key, value, effect }) => `${key}=${value}:${effect}`),
      "kubelet-arg": kubeletArguments(machine),
      ...server,
    },
    { lineWidth: 0 },
  );
}

/** What the plan counts on: see {@link reservationOf}. */
export function kubeletArguments({ role, allocatable }: Pick<Machine, "role" | "allocatable">): readonly string[] {
  const { cpuMilli, memoryBytes } = reservationOf("k3s", role);
  return [
    `system-reserved=cpu=${cpuMilli}m,memory=${memoryBytes / mebibyte - evictionMebibytes}Mi`,
    // K3s' own thresholds for disks, and Kubernetes' one for memory, which K3s drops.
    `eviction-hard=memory.available<${evictionMebibytes}Mi,nodefs.available<5%,imagefs.available<5%`,
    ...(allocatable.pods === defaultMaxPods ? [] : [`max-pods=${allocatable.pods}`]),
  ];
}

function certificateNames({ endpoint }: HardwareProfile, { certificateNames: more }: K3sSettings): readonly string[] {
  return [...new Set([new URL(endpoint).hostname, ...more])];
}

/**
 * Labels that a kubelet may not give its own node keep it from registering at all, `node-role.kubernetes.io/…` among them.
 *
 * @throws UserError naming all of them.
 */
export function requireKubeletLabels({ machines }: HardwareProfile): void {
  const refused = machines.flatMap(({ name, labels }) =>
    Object.keys(labels)
      .filter((key) => !isKubeletLabel(key))
      .map((key) => ({
        path: `machines[${name}].labels["${key}"]`,
        message: "may not be set by a kubelet on its own node, which would then not register",
        fix: "use a prefix outside kubernetes.io and k8s.io",
      })),
  );
  if (refused.length > 0) {
    throw new UserError("K3s cannot label its nodes as the table says", refused);
  }
}
