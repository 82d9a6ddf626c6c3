import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../../infra/diagnostics/user-error";
import type { HardwareProfile } from "../../infra/hardware/machine";
import { childOptions } from "../child-options";

export interface LoadBalancerPoolArgs {
  /** Has the pool: `cluster.network.loadBalancerPool`. That nothing else has an address of it is checked with the table. */
  readonly hardware: Pick<HardwareProfile, "network">;
  /** Regular expressions of the network interfaces that answer for the addresses. Default: all that Cilium uses. */
  readonly interfaces?: readonly string[];
}

/**
 * The addresses that Services of type LoadBalancer get, and that some node answers ARP requests for them: one node for
 * each Service at a time, another when it is gone. Such a Service must not have `externalTrafficPolicy: Local`: the
 * node that answers need not have one of its pods.
 *
 * Cilium brings the kinds of both objects: depend on its component.
 *
 * The pool's first and last address are never given away: at the end of a network they are its own and its broadcast.
 *
 * @see https://docs.cilium.io/en/stable/network/lb-ipam/
 * @see https://docs.cilium.io/en/stable/network/l2-announcements/
 * @throws UserError when the table has no pool.
 */
export class LoadBalancerPool extends pulumi.ComponentResource {
  readonly pool: kubernetes.apiextensions.CustomResource;
  readonly announcement: kubernetes.apiextensions.CustomResource;

  constructor(name: string, args: LoadBalancerPoolArgs, options?: pulumi.ComponentResourceOptions) {
    const { hardware, interfaces } = args;
    const cidr = poolOf(hardware);

    super("berth:network:LoadBalancerPool", name, {}, options);
    const child = childOptions(this, options);
    this.pool = new kubernetes.apiextensions.CustomResource(
      `${name}-addresses`,
      {
        apiVersion: "cilium.io/v2",
        kind: "CiliumLoadBalancerIPPool",
        metadata: { name: objectName },
        spec: { blocks: [{ cidr }], allowFirstLastIPs: "No" },
      },
      child,
    );
    this.announcement = new kubernetes.apiextensions.CustomResource(
      `${name}-announcement`,
      {
        apiVersion: "cilium.io/v2alpha1",
        kind: "CiliumL2AnnouncementPolicy",
        metadata: { name: objectName },
        spec: { loadBalancerIPs: true, ...(interfaces === undefined ? {} : { interfaces }) },
      },
      child,
    );
    this.registerOutputs({});
  }
}

const objectName = "local-network";

function poolOf({ network }: LoadBalancerPoolArgs["hardware"]): string {
  if (network?.loadBalancerPool === undefined) {
    throw new UserError("there are no addresses for LoadBalancer Services", [
      {
        path: "hardware.cluster.network.loadBalancerPool",
        message: "is missing",
        fix: "give a part of the local network that nothing else uses, such as 192.168.1.224/27, or leave the component out",
      },
    ]);
  }
  return network.loadBalancerPool;
}
