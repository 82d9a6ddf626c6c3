import type { HardwareProfile } from "../../hardware/machine";
import { isWithin, parseCidr } from "../../hardware/ipv4";
import type { BurstPool } from "../burst-pool";
import type { FederationProfile } from "./federation-schema";

/** A network of one of the two clusters. */
export interface FederatedNetwork {
  /** Where it is configured. */
  readonly path: string;
  /** For people: "pods at home". */
  readonly name: string;
  readonly cidr: string;
  readonly side: "home" | "remote";
  /** Whether packets from or to it go through the tunnel. Others never leave their cluster. */
  readonly crosses: boolean;
  /** Whether Liqo gives out addresses of it, or translates others into it. */
  readonly given: boolean;
}

/** All networks of a federation, those first that are the easiest to change. */
export function federatedNetworks(
  federation: FederationProfile,
  { profile }: Pick<BurstPool, "profile">,
  { network }: Pick<HardwareProfile, "network">,
): readonly FederatedNetwork[] {
  const { home, remote } = federation.liqo;
  const at = (path: string): string => `burst.federation.${path}`;
  const pool = network?.loadBalancerPool;
  const local = home.localNetworks.map((cidr, index) => ({ path: at(`liqo.home.localNetworks[${index}]`), cidr }));
  const isLocal = (cidr: string): boolean => local.some((outer) => isWithin(parseCidr(cidr), parseCidr(outer.cidr)));
  return [
    external("home", at("liqo.home.externalCidr"), home.externalCidr),
    internal("home", at("liqo.home.internalCidr"), home.internalCidr),
    external("remote", at("liqo.remote.externalCidr"), remote.externalCidr),
    internal("remote", at("liqo.remote.internalCidr"), remote.internalCidr),
    pods("remote", at("podCidr"), federation.podCidr),
    services("remote", at("serviceCidr"), federation.serviceCidr),
    ...nodesInAws(federation, profile).map(({ path, cidr }) => nodes("remote", path, cidr, "the network in AWS")),
    ...local.map(({ path, cidr }) => nodes("home", path, cidr, "a network at home")),
    // A part of the machines' network is no other network.
    ...(pool === undefined || isLocal(pool)
      ? []
      : [nodes("home", "hardware.cluster.network.loadBalancerPool", pool, "the LoadBalancer pool at home")]),
    services("home", at("liqo.home.serviceCidr"), home.serviceCidr),
    pods("home", at("liqo.home.podCidr"), home.podCidr),
  ];
}

/** What nodes in AWS have addresses from: the network that Berth makes, or what is said of one that exists. */
export function nodesInAws(
  { liqo: { remote } }: FederationProfile,
  { network }: BurstPool["profile"],
): readonly Pick<FederatedNetwork, "path" | "cidr">[] {
  return "cidr" in network
    ? [{ path: "burst.network.cidr", cidr: network.cidr }]
    : remote.localNetworks.map((cidr, index) => ({ path: `burst.federation.liqo.remote.localNetworks[${index}]`, cidr }));
}

type Side = FederatedNetwork["side"];

const place: Readonly<Record<Side, string>> = { home: "at home", remote: "of the remote cluster" };

function pods(side: Side, path: string, cidr: string): FederatedNetwork {
  return { path, name: `the pods ${place[side]}`, cidr, side, crosses: true, given: true };
}

function external(side: Side, path: string, cidr: string): FederatedNetwork {
  return { path, name: `Liqo's external network ${place[side]}`, cidr, side, crosses: true, given: true };
}

function internal(side: Side, path: string, cidr: string): FederatedNetwork {
  return { path, name: `Liqo's internal network ${place[side]}`, cidr, side, crosses: false, given: true };
}

function services(side: Side, path: string, cidr: string): FederatedNetwork {
  return { path, name: `the Services ${place[side]}`, cidr, side, crosses: false, given: false };
}

function nodes(side: Side, path: string, cidr: string, name: string): FederatedNetwork {
  return { path, name, cidr, side, crosses: false, given: false };
}
