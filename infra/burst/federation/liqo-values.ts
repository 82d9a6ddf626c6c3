import type { BurstPool } from "../burst-pool";
import { liqoPools } from "./cidr-check";
import { nodesInAws } from "./cidr-plan";
import type { FederationProfile } from "./federation-schema";
import type { LiqoPeering } from "./liqo-peering";

/** Values of the chart liqo 1.2, as far as they are set. */
export interface LiqoValues<Address = string> {
  readonly discovery: { readonly config: { readonly clusterID: string } };
  readonly apiServer?: { readonly address: Address };
  readonly controllerManager?: { readonly config: { readonly enableNodeFailureController: true } };
  readonly ipam: {
    readonly podCIDRs: readonly string[];
    readonly serviceCIDR: string;
    readonly externalCIDR: string;
    readonly internalCIDR: string;
    readonly reservedSubnets: readonly string[];
    readonly pools: readonly string[];
  };
  readonly networking?: { readonly fabric: { readonly config: { readonly nftablesMonitor: boolean } } };
  readonly offloading: {
    readonly reflection: {
      readonly secret: { readonly type: "AllowList" };
      readonly configmap: { readonly type: "AllowList" };
      readonly ingress: { readonly workers: 0 };
      readonly serviceaccount: { readonly workers: 0 };
      readonly persistentvolumeclaim: { readonly workers: 0 };
    };
  };
  readonly storage: { readonly enabled: false };
  readonly proxy: { readonly enabled: false };
  readonly telemetry: { readonly enabled: false };
}

/**
 * What both sides have in common: nothing is told to Liqo's makers, and an offloaded namespace shows the other cluster
 * its pods and Services alone. Secrets and ConfigMaps go along where they have the annotation `liqo.io/allow-reflection`;
 * Liqo's default is all of them. Tokens of service accounts, ingresses and volumes do not go at all. The proxy is for
 * peering through the tunnel, which this is not.
 */
const shared = {
  offloading: {
    reflection: {
      secret: { type: "AllowList" },
      configmap: { type: "AllowList" },
      ingress: { workers: 0 },
      serviceaccount: { workers: 0 },
      persistentvolumeclaim: { workers: 0 },
    },
  },
  storage: { enabled: false },
  proxy: { enabled: false },
  telemetry: { enabled: false },
} as const;

/** Liqo at home. */
export function homeLiqoValues({ home }: LiqoPeering, { liqo }: FederationProfile): LiqoValues {
  const { podCidr, serviceCidr, localNetworks, externalCidr, internalCidr } = liqo.home;
  return {
    ...shared,
    discovery: { config: { clusterID: home.clusterId } },
    ipam: {
      podCIDRs: [podCidr],
      serviceCIDR: serviceCidr,
      externalCIDR: externalCidr,
      internalCIDR: internalCidr,
      reservedSubnets: localNetworks,
      pools: liqoPools,
    },
  };
}

/**
 * Liqo in the cloud. Home is told to reach its API at the public address: what the server knows of itself is private.
 *
 * @param address URL of the API.
 */
export function remoteLiqoValues<Address>(
  { remote }: LiqoPeering,
  federation: FederationProfile,
  { profile }: Pick<BurstPool, "profile">,
  address: Address,
): LiqoValues<Address> {
  const { podCidr, serviceCidr, liqo } = federation;
  return {
    ...shared,
    discovery: { config: { clusterID: remote.clusterId } },
    apiServer: { address },
    // A rented node that is lost does not come back: without this, neither would its pods.
    controllerManager: { config: { enableNodeFailureController: true } },
    ipam: {
      podCIDRs: [podCidr],
      serviceCIDR: serviceCidr,
      externalCIDR: liqo.remote.externalCidr,
      internalCIDR: liqo.remote.internalCidr,
      reservedSubnets: nodesInAws(federation, profile).map(({ cidr }) => cidr),
      pools: liqoPools,
    },
    // On K3s it takes a whole core.
    networking: { fabric: { config: { nftablesMonitor: false } } },
  };
}
