import { liqoLabel } from "./liqo-labels";
import { liqoNamespace, type LiqoPeering, type LiqoSide } from "./liqo-peering";

const apiVersion = "networking.liqo.io/v1beta1";
/** Of both gateways: Liqo's own, which passes through what wraps packets on the way. */
const mtu = 1340;
/** Inside of the remote cluster; outside it is the port of a node. */
const gatewayPort = 51840;
const keysName = "gateway-keys";

/** The network of one cluster as the other one sees it. */
export interface LiqoNetwork {
  readonly podCidr: string;
  /** Where a cluster shows what is neither its pod nor the other's. */
  readonly externalCidr: string;
}

/** Tells a cluster the other one's networks. */
export function networkConfiguration(side: LiqoSide, other: LiqoSide, { podCidr, externalCidr }: LiqoNetwork) {
  return {
    apiVersion,
    kind: "Configuration",
    metadata: metadata(other.clusterId, side, other),
    spec: { remote: { cidr: { pod: [podCidr], external: [externalCidr] } } },
  } as const;
}

/** WireGuard's keys of one gateway, each 32 bytes in base64: Liqo wants the bytes, which `data` decodes. */
export function gatewayKeys<Text>(side: LiqoSide, other: LiqoSide, keys: { readonly privateKey: Text; readonly publicKey: Text }) {
  const { privateKey, publicKey } = keys;
  return { metadata: gatewayMetadata(keysName, side, other), type: "Opaque", data: { privateKey, publicKey } } as const;
}

/** The other gateway's public key, without which nothing from it is let in. */
export function peerPublicKey<Text>(side: LiqoSide, other: LiqoSide, publicKey: Text) {
  return { apiVersion, kind: "PublicKey", metadata: gatewayMetadata(other.clusterId, side, other), spec: { publicKey } } as const;
}

/** Where the tunnel ends in the cloud. The client is at home, so that no port has to be open there. */
export function gatewayServer({ home, remote }: LiqoPeering, nodePort: number) {
  return {
    apiVersion,
    kind: "GatewayServer",
    metadata: metadata("gateway", remote, home),
    spec: {
      mtu,
      secretRef: { name: keysName },
      endpoint: { serviceType: "NodePort", port: gatewayPort, nodePort },
      serverTemplateRef: { apiVersion, kind: "WgGatewayServerTemplate", name: "wireguard-server", namespace: liqoNamespace },
    },
  } as const;
}

/** Where the tunnel begins: at home. */
export function gatewayClient<Text>({ home, remote }: LiqoPeering, address: Text, nodePort: number) {
  return {
    apiVersion,
    kind: "GatewayClient",
    metadata: metadata("gateway", home, remote),
    spec: {
      mtu,
      secretRef: { name: keysName },
      endpoint: { addresses: [address], port: nodePort, protocol: "UDP" },
      clientTemplateRef: { apiVersion, kind: "WgGatewayClientTemplate", name: "wireguard-client", namespace: liqoNamespace },
    },
  } as const;
}

function metadata(name: string, side: LiqoSide, other: LiqoSide) {
  return { name, namespace: side.tenantNamespace, labels: { [liqoLabel.remoteCluster]: other.clusterId } };
}

function gatewayMetadata(name: string, side: LiqoSide, other: LiqoSide) {
  const { labels, ...rest } = metadata(name, side, other);
  return { ...rest, labels: { ...labels, [liqoLabel.gatewayResource]: "true" } };
}
