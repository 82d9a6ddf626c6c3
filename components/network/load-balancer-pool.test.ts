import { recordProgram } from "../testing/recorded-program";
import { LoadBalancerPool } from "./load-balancer-pool";

const network = { nameservers: [], podSubnets: [], serviceSubnets: [], ntp: [], loadBalancerPool: "192.168.0.224/27" };

describe("LoadBalancerPool", () => {
  it("gives away the table's addresses, without the first and the last, and announces them", async () => {
    const { resources, resource } = await recordProgram(
      () => new LoadBalancerPool("pool", { hardware: { network }, interfaces: ["^ens18$"] }),
    );
    expect(resources).toHaveLength(3);
    expect(resource("pool-addresses")).toMatchObject({
      type: "kubernetes:cilium.io/v2:CiliumLoadBalancerIPPool",
      parent: "pool",
      inputs: {
        metadata: { name: "local-network" },
        spec: { blocks: [{ cidr: "192.168.0.224/27" }], allowFirstLastIPs: "No" },
      },
    });
    expect(resource("pool-announcement")).toMatchObject({
      type: "kubernetes:cilium.io/v2alpha1:CiliumL2AnnouncementPolicy",
      parent: "pool",
    });
    expect(resource("pool-announcement").inputs["spec"]).toEqual({ loadBalancerIPs: true, interfaces: ["^ens18$"] });
  });

  it("answers on every interface unless told", async () => {
    const { resource } = await recordProgram(() => new LoadBalancerPool("pool", { hardware: { network } }));
    expect(resource("pool-announcement").inputs["spec"]).toEqual({ loadBalancerIPs: true });
  });

  it("needs addresses", async () => {
    await expect(recordProgram(() => new LoadBalancerPool("pool", { hardware: {} }))).rejects.toThrow(
      "there are no addresses for LoadBalancer Services\n  hardware.cluster.network.loadBalancerPool: is missing\n    fix: give a part of the local network that nothing else uses, such as 192.168.1.224/27, or leave the component out",
    );
  });
});
