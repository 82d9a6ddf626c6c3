import { type Firewall, k3sNodesFirewall, k3sServerFirewall, kubeSpanFirewall } from "./firewall";

function rules(firewall: Firewall): readonly string[] {
  return (["ingress", "egress"] as const).flatMap((direction) =>
    firewall[direction].map(
      ({ key, protocol, fromPort, toPort, peer = "members" }) => `${direction} ${key}: ${protocol} ${fromPort}-${toPort} ${peer}`,
    ),
  );
}

it("lets nodes of the cluster at home speak WireGuard, and HTTPS to the outside", () => {
  expect(rules(kubeSpanFirewall({ wireGuardFrom: ["203.0.113.7/32", "198.51.100.0/24"] }))).toEqual([
    "ingress wireguard-in-0: udp 51820-51820 203.0.113.7/32",
    "ingress wireguard-in-1: udp 51820-51820 198.51.100.0/24",
    "egress wireguard-out: udp 1024-65535 0.0.0.0/0",
    "egress https-out: tcp 443-443 0.0.0.0/0",
  ]);
});

it("lets a remote cluster's nodes speak with each other, and nobody with them", () => {
  expect(rules(k3sNodesFirewall())).toEqual([
    "ingress flannel-in: udp 51820-51820 members",
    "ingress api-in: tcp 6443-6443 members",
    "ingress kubelet-in: tcp 10250-10250 members",
    "egress flannel-out: udp 51820-51820 members",
    "egress api-out: tcp 6443-6443 members",
    "egress kubelet-out: tcp 10250-10250 members",
    "egress https-out: tcp 443-443 0.0.0.0/0",
  ]);
});

it("opens a remote cluster's server to those who may, at the API and at Liqo's gateway", () => {
  expect(rules(k3sServerFirewall({ apiFrom: ["203.0.113.7/32"] }, ["0.0.0.0/0"]))).toEqual([
    "ingress api-in-0: tcp 6443-6443 203.0.113.7/32",
    "ingress gateway-in-0: udp 30742-30742 0.0.0.0/0",
    "egress packages-out: tcp 80-80 0.0.0.0/0",
  ]);
});
