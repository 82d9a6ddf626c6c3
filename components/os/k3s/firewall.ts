import type { CloudFile } from "./cloud-config";
import type { K3sSettings } from "./k3s-settings";

/** What a node's packets go by. */
export interface FirewallArgs {
  readonly role: "server" | "agent";
  /** How many servers the cluster is to have. */
  readonly servers: number;
  readonly settings: Pick<K3sSettings, "openPorts" | "sshFrom">;
}

const rulesPath = "/etc/berth/firewall.nft";
const refreshPath = "/usr/local/sbin/berth-firewall-refresh";

/**
 * The files of a node's firewall. A node cannot know the addresses of those that come after it, so it learns them from
 * the cluster every 20 seconds: WireGuard's peers, which only members of the cluster can become.
 *
 * - Anybody may reach 6443 (each client needs a certificate or the token), 51820/udp (WireGuard answers nobody without a
 *   key) and the open ports.
 * - 10250 and everything else is for the cluster's nodes.
 * - etcd, 2379 and 2380, is for the nodes too, but for the time in which a server is missing: one that joins is not a
 *   member yet. etcd asks for a certificate of the cluster at any time.
 */
export function firewallFiles({ role, servers, settings }: FirewallArgs): readonly CloudFile[] {
  return [
    { path: rulesPath, permissions: "0644", content: rules(role, settings) },
    { path: refreshPath, permissions: "0755", content: refreshScript(role, servers) },
    { path: "/etc/systemd/system/berth-firewall.service", permissions: "0644", content: service },
    { path: "/etc/systemd/system/berth-firewall-refresh.service", permissions: "0644", content: refreshService },
    { path: "/etc/systemd/system/berth-firewall-refresh.timer", permissions: "0644", content: timer },
  ];
}

/** Before K3s: what is open stays as the rules say from the first boot on. */
export const firewallCommands: readonly (readonly string[])[] = [
  ["systemctl", "daemon-reload"],
  ["systemctl", "enable", "--now", "berth-firewall.service", "berth-firewall-refresh.timer"],
];

function rules(role: FirewallArgs["role"], { openPorts, sshFrom }: FirewallArgs["settings"]): string {
  const open = openPorts.map(({ port, protocol }) => `    ${protocol} dport ${port} accept`);
  const ssh = sshFrom.length === 0 ? [] : [`    ip saddr { ${sshFrom.join(", ")} } tcp dport 22 accept`];
  const anybody = role === "server" ? ["    tcp dport 6443 accept", "    tcp dport { 2379, 2380 } jump etcd"] : [];
  return `#!/usr/sbin/nft -f
table inet berth
delete table inet berth
table inet berth {
  set nodes {
    type ipv4_addr
  }
  chain etcd {
    accept
  }
  chain input {
    type filter hook input priority filter; policy drop;
    ct state established,related accept
    ct state invalid drop
    iif lo accept
    iifname { "cni0", "flannel-wg" } accept
    meta l4proto { icmp, ipv6-icmp } accept
    ip saddr @nodes accept
    udp dport 51820 accept
${[...anybody, ...ssh, ...open].join("\n")}
  }
}
`;
}

function refreshScript(role: FirewallArgs["role"], servers: number): string {
  const etcd = `
joined=$(k3s kubectl get nodes -l node-role.kubernetes.io/etcd=true -o name 2>/dev/null | wc -l)
if [ "$joined" -ge ${servers} ]; then
  echo "flush chain inet berth etcd"
else
  echo "flush chain inet berth etcd; add rule inet berth etcd accept"
fi >>"$changes"
`;
  return `#!/bin/sh
# Lets the cluster's nodes in, and nobody who has left it.
set -eu
changes=$(mktemp)
trap 'rm -f "$changes"' EXIT
echo "flush set inet berth nodes" >"$changes"
wg show flannel-wg endpoints 2>/dev/null | awk '{ print $2 }' | sed -n 's/^\\([0-9.]*\\):[0-9]*$/\\1/p' | while read -r address; do
  echo "add element inet berth nodes { $address }"
done >>"$changes"
${role === "server" ? etcd.trimStart() : ""}nft -f "$changes"
`;
}

const service = `[Unit]
Description=Firewall of a cluster's node
Before=k3s.service k3s-agent.service
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/sbin/nft -f ${rulesPath}
[Install]
WantedBy=multi-user.target
`;

const refreshService = `[Unit]
Description=Learn the addresses of the cluster's nodes
After=berth-firewall.service
Requires=berth-firewall.service
[Service]
Type=oneshot
ExecStart=${refreshPath}
`;

const timer = `[Unit]
Description=Learn the addresses of the cluster's nodes
[Timer]
OnBootSec=20s
OnUnitActiveSec=20s
AccuracySec=1s
[Install]
WantedBy=timers.target
`;
