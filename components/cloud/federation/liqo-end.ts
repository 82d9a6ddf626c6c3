import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { tenantLabels } from "../../../infra/burst/federation/liqo-authentication";
import { gatewayKeys, type LiqoNetwork, networkConfiguration, peerPublicKey } from "../../../infra/burst/federation/liqo-network";
import type { LiqoSide } from "../../../infra/burst/federation/liqo-peering";
import { type ChildOptions, childOptions } from "../../child-options";
import { createNamespace } from "../../namespace";
import type { GatewayKeys } from "./gateway-keys";

export interface LiqoEndArgs {
  readonly side: LiqoSide;
  readonly other: LiqoSide;
  /** The other cluster's networks. */
  readonly network: LiqoNetwork;
  readonly keys: Pick<GatewayKeys, "privateKey" | "publicKey">;
  /** The other gateway's. */
  readonly peerKey: pulumi.Input<string>;
}

/**
 * What one of two peered clusters knows of the other: a namespace for all that concerns it, its networks, and by which key
 * its gateway is recognised. The gateway's pod changes the node's routes, which only a privileged namespace lets it.
 */
export class LiqoEnd extends pulumi.ComponentResource {
  readonly namespace: kubernetes.core.v1.Namespace;

  constructor(name: string, { side, other, network, keys, peerKey }: LiqoEndArgs, options?: pulumi.ComponentResourceOptions) {
    super("berth:cloud:LiqoEnd", name, {}, options);
    this.namespace = createNamespace(
      `${name}-namespace`,
      { name: side.tenantNamespace, podSecurity: "privileged", tier: "1-cluster", labels: tenantLabels(other) },
      childOptions(this, options),
    );
    const within: ChildOptions = { parent: this, dependsOn: this.namespace };
    new kubernetes.apiextensions.CustomResource(`${name}-configuration`, networkConfiguration(side, other, network), within);
    new kubernetes.core.v1.Secret(`${name}-keys`, gatewayKeys(side, other, keys), within);
    new kubernetes.apiextensions.CustomResource(`${name}-peer-key`, peerPublicKey(side, other, peerKey), within);
    this.registerOutputs({});
  }
}
