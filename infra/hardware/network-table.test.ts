import type { Finding } from "../diagnostics/finding";
import { normalizeHardware } from "./normalize";
import { networkOfCluster } from "./network";
import { hardwareSchema, type HardwareTable } from "./schema";
import { withNetwork, withRow } from "./testing/proxmox-hardware";

describe("the cluster's networks", () => {
  it.each<[string, HardwareTable, Finding]>([
    [
      "a pod network with bits after its prefix",
      withNetwork({ podSubnets: ["10.0.1.0/8"] }),
      {
        path: "cluster.network.podSubnets",
        message: "has bits set after its prefix: that network is 10.0.0.0/8",
        value: '"10.0.1.0/8"',
        fix: "write 10.0.0.0/8 if you mean all of it, or a longer prefix such as 10.0.1.0/24",
      },
    ],
    [
      "pods and Services in one network",
      withNetwork({ podSubnets: ["10.0.0.0/8"] }),
      {
        path: "cluster.network.podSubnets",
        message: "has addresses in common with the service network 10.43.0.0/16",
        value: '"10.0.0.0/8"',
        fix: "choose networks that are apart, such as 10.244.0.0/16 for pods and 10.96.0.0/12 for Services",
      },
    ],
    [
      "pods in the machines' network",
      withNetwork({ podSubnets: ["192.168.0.0/16"], loadBalancerPool: undefined }),
      {
        path: "cluster.network.podSubnets",
        message: "has addresses in common with the machines' network 192.168.0.0/24",
        value: '"192.168.0.0/16"',
        fix: "choose networks that are apart, such as 10.244.0.0/16 for pods and 10.96.0.0/12 for Services",
      },
    ],
    [
      "the virtual IP at a machine's address",
      withNetwork({ vip: "192.168.0.13" }),
      {
        path: "machines[worker1].address",
        message: "is the address of the cluster's virtual IP too",
        value: '"192.168.0.13"',
        fix: "give each machine its own address",
      },
    ],
    [
      "the virtual IP in the pool",
      withNetwork({ vip: "192.168.0.230" }),
      {
        path: "cluster.network.vip",
        message: "lies in the LoadBalancer pool 192.168.0.224/27, which Services take addresses from",
        value: '"192.168.0.230"',
        fix: "choose an address outside the pool, or another pool",
      },
    ],
    [
      "a pool outside the local network",
      withNetwork({ loadBalancerPool: "192.168.1.224/27" }),
      {
        path: "cluster.network.loadBalancerPool",
        message: "does not lie in the local network 192.168.0.0/24, where its addresses are announced",
        value: '"192.168.1.224/27"',
        fix: "choose a part of the local network that DHCP does not use",
      },
    ],
    [
      "a machine outside the local network",
      withRow("worker1", { address: "192.168.1.13" }),
      {
        path: "machines[worker1].address",
        message: "does not lie in the local network 192.168.0.0/24",
        value: '"192.168.1.13"',
        fix: "correct the address, or cluster.network.gateway and prefixLength",
      },
    ],
    [
      "no network at all",
      withNetwork({ serviceSubnets: ["10.43.0.0"] }),
      { path: "cluster.network.serviceSubnets[0]", message: "must be an IPv4 network such as 10.244.0.0/16", value: '"10.43.0.0"' },
    ],
  ])("are refused with %s", (_, table, finding) => {
    expect(normalizeHardware(table).findings).toEqual([finding]);
  });

  it.each([
    ["talos", "v1.12.11", ["10.244.0.0/16"], ["10.96.0.0/12"]],
    ["k3s", "v1.35.4+k3s1", ["10.42.0.0/16"], ["10.43.0.0/16"]],
  ] as const)("are those of %s unless the table says otherwise", (kind, version, podSubnets, serviceSubnets) => {
    const { cluster } = withNetwork({ podSubnets: undefined, serviceSubnets: undefined, nameservers: undefined });
    const parsed = hardwareSchema.shape.cluster.parse({ ...cluster, operatingSystem: { kind, version } });
    expect(networkOfCluster(parsed)).toEqual({
      vip: "192.168.0.100",
      gateway: "192.168.0.1",
      prefixLength: 24,
      nameservers: [],
      podSubnets,
      serviceSubnets,
      loadBalancerPool: "192.168.0.224/27",
      ntp: ["pool.ntp.org"],
    });
  });
});
