import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../child-options";
import { type ScaledTarget, scaledWorkloadDocument } from "./scaled-workload-document";

export interface ScaledWorkloadArgs {
  readonly target: ScaledTarget;
}

/**
 * Lets KEDA decide how many pods a workload has. KEDA has to be installed before: depend on the component that does.
 *
 * While this exists, nothing else may set the target's `spec.replicas`: not its own manifest, not another autoscaler.
 */
export class ScaledWorkload extends pulumi.ComponentResource {
  readonly resource: kubernetes.apiextensions.CustomResource;

  constructor(name: string, args: ScaledWorkloadArgs, options?: pulumi.ComponentResourceOptions) {
    const { apiVersion, kind, metadata, spec } = scaledWorkloadDocument(args.target);

    super("berth:scaling:ScaledWorkload", name, {}, options);
    this.resource = new kubernetes.apiextensions.CustomResource(
      `${name}-scaler`,
      { apiVersion, kind, metadata, spec },
      childOptions(this, options),
    );
    this.registerOutputs({});
  }
}
