import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../../infra/diagnostics/user-error";
import { contains, parseCidr } from "../../infra/hardware/ipv4";
import type { HardwareProfile } from "../../infra/hardware/machine";
import type { PodPlacement } from "../../infra/placement/emit/pod-placement";
import { type ReleaseTransform, chartRelease } from "../chart-release";
import { charts } from "../charts";
import { childOptions } from "../child-options";
import { placementValues } from "../placement-values";

export interface IngressNginxArgs {
  readonly hardware: Pick<HardwareProfile, "network">;
  /** The address that it is reached at, one of the LoadBalancer pool. Default: any of them. */
  readonly address?: string;
  /** Default 2: one can be drained without an outage. */
  readonly replicas?: number;
  readonly placement?: PodPlacement | undefined;
  readonly transform?: { readonly release?: ReleaseTransform };
}

/**
 * The NGINX Ingress Controller, as the default IngressClass. It has had no releases and no security fixes since its
 * project was retired in March 2026; it is here for clusters whose Ingresses depend on it (docs/network.md).
 *
 * Its Service keeps `externalTrafficPolicy: Cluster`: Cilium may announce the address from a node without one of its
 * pods, which `Local` would leave without an answer.
 *
 * @see https://kubernetes.io/blog/2025/11/11/ingress-nginx-retirement/
 * @see https://github.com/kubernetes/ingress-nginx/tree/main/charts/ingress-nginx
 * @throws UserError for an address that is not in the pool.
 */
export class IngressNginx extends pulumi.ComponentResource {
  readonly release: kubernetes.helm.v3.Release;

  constructor(name: string, args: IngressNginxArgs, options?: pulumi.ComponentResourceOptions) {
    const { address, replicas = 2, placement, transform } = args;
    checkAddress(args);
    const values = {
      controller: {
        replicaCount: replicas,
        ingressClassResource: { default: true },
        service: {
          type: "LoadBalancer",
          externalTrafficPolicy: "Cluster",
          ...(address === undefined ? {} : { annotations: { "lbipam.cilium.io/ips": address } }),
        },
        ...placementValues(placement),
      },
    };

    super("berth:network:IngressNginx", name, {}, options);
    this.release = chartRelease(
      `${name}-chart`,
      { chart: charts.ingressNginx, namespace: "ingress-nginx", values, transform: transform?.release },
      childOptions(this, options),
    );
    this.registerOutputs({});
  }
}

function checkAddress({ hardware, address }: IngressNginxArgs): void {
  const pool = hardware.network?.loadBalancerPool;
  if (pool === undefined) {
    throw new UserError("the ingress controller would have no address", [
      {
        path: "hardware.cluster.network.loadBalancerPool",
        message: "is missing",
        fix: "give a part of the local network that nothing else uses, such as 192.168.1.224/27",
      },
    ]);
  }
  const { first, last } = parseCidr(pool);
  const usable = { first: first + 1, last: last - 1, prefixLength: 32 };
  if (address !== undefined && !contains(usable, address)) {
    throw new UserError("the ingress controller cannot have its address", [
      {
        path: "ingressNginx.address",
        value: address,
        message: `is none that Services can get from ${pool}, whose first and last are kept free`,
        fix: "use another one of the pool, or leave it out",
      },
    ]);
  }
}
