import { recordProgram } from "../testing/recorded-program";
import { IngressNginx, type IngressNginxArgs } from "./ingress-nginx";

const hardware = {
  network: { nameservers: [], podSubnets: [], serviceSubnets: [], ntp: [], loadBalancerPool: "192.168.0.224/27" },
};

function record(args: Partial<IngressNginxArgs> = {}) {
  return recordProgram(() => new IngressNginx("ingress", { hardware, ...args }));
}

describe("IngressNginx", () => {
  it("is the default class, at an address of the pool", async () => {
    const { resources, resource } = await record({
      address: "192.168.0.225",
      placement: { labels: {}, tolerations: [{ key: "node-role.kubernetes.io/control-plane", operator: "Exists", effect: "NoSchedule" }] },
    });
    expect(resources).toHaveLength(2);
    expect(resource("ingress-chart").inputs).toMatchObject({
      chart: "ingress-nginx",
      version: "4.15.1",
      namespace: "ingress-nginx",
      createNamespace: true,
    });
    expect(resource("ingress-chart").inputs["values"]).toEqual({
      controller: {
        replicaCount: 2,
        ingressClassResource: { default: true },
        service: {
          type: "LoadBalancer",
          externalTrafficPolicy: "Cluster",
          annotations: { "lbipam.cilium.io/ips": "192.168.0.225" },
        },
        tolerations: [{ key: "node-role.kubernetes.io/control-plane", operator: "Exists", effect: "NoSchedule" }],
      },
    });
  });

  it("takes any address unless told", async () => {
    const { resource } = await record({ replicas: 1 });
    expect(resource("ingress-chart").inputs["values"]).toEqual({
      controller: {
        replicaCount: 1,
        ingressClassResource: { default: true },
        service: { type: "LoadBalancer", externalTrafficPolicy: "Cluster" },
      },
    });
  });

  it.each(["192.168.0.224", "192.168.0.255", "192.168.0.223", "10.0.0.1"])("refuses %s, which the pool never gives", async (address) => {
    await expect(record({ address })).rejects.toThrow(
      `the ingress controller cannot have its address\n  ingressNginx.address: is none that Services can get from 192.168.0.224/27, whose first and last are kept free (found ${address})\n    fix: use another one of the pool, or leave it out`,
    );
  });

  it("needs a pool", async () => {
    await expect(record({ hardware: {} })).rejects.toThrow("hardware.cluster.network.loadBalancerPool: is missing");
  });
});
