import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../../infra/diagnostics/user-error";
import { formatCpuMilli, formatMemoryBytes } from "../../infra/quantities/quantity";
import type { VerticalBound, VerticalScaling } from "../../infra/workloads/vertical-scaling";
import type { Workload } from "../../infra/workloads/workload";
import { childOptions } from "../child-options";

/** What is scaled, and how. */
export type VerticallyScaledTarget = Pick<Workload, "id" | "namespace" | "name" | "kind" | "managedBy"> & {
  readonly verticalScaling: VerticalScaling;
};

export interface VerticallyScaledWorkloadArgs {
  readonly target: VerticallyScaledTarget;
}

/**
 * Lets the VPA decide what a workload's containers request, or only say what it would. It changes pods and never their
 * controller: nothing here drifts. Limits stay as they are.
 */
export class VerticallyScaledWorkload extends pulumi.ComponentResource {
  readonly resource: kubernetes.apiextensions.CustomResource;

  constructor(name: string, args: VerticallyScaledWorkloadArgs, options?: pulumi.ComponentResourceOptions) {
    const document = verticalPodAutoscalerDocument(args.target);

    super("berth:scaling:VerticallyScaledWorkload", name, {}, options);
    this.resource = new kubernetes.apiextensions.CustomResource(`${name}-vpa`, { ...document }, childOptions(this, options));
    this.registerOutputs({});
  }
}

/** Its bounds are for each container. */
export interface VerticalPodAutoscalerDocument {
  readonly apiVersion: "autoscaling.k8s.io/v1";
  readonly kind: "VerticalPodAutoscaler";
  readonly metadata: { readonly namespace: string; readonly name: string };
  readonly spec: {
    readonly targetRef: {
      readonly apiVersion: "apps/v1";
      readonly kind: "Deployment" | "StatefulSet" | "DaemonSet";
      readonly name: string;
    };
    readonly updatePolicy: { readonly updateMode: VerticalScaling["mode"]; readonly minReplicas?: number };
    readonly resourcePolicy: { readonly containerPolicies: readonly ContainerPolicy[] };
  };
}

interface ContainerPolicy {
  readonly containerName: "*";
  readonly minAllowed: Quantities;
  readonly maxAllowed: Quantities;
  readonly controlledResources: VerticalScaling["resources"];
  readonly controlledValues?: "RequestsOnly";
}

interface Quantities {
  readonly cpu: string;
  readonly memory: string;
}

/**
 * `autoscaling.k8s.io/v1` VerticalPodAutoscaler.
 *
 * @throws UserError for pods that an operator or a kubelet decides about.
 */
export function verticalPodAutoscalerDocument(target: VerticallyScaledTarget): VerticalPodAutoscalerDocument {
  const { namespace, name } = target;
  const { mode, min, max, resources, minReplicas } = target.verticalScaling;
  return {
    apiVersion: "autoscaling.k8s.io/v1",
    kind: "VerticalPodAutoscaler",
    metadata: { namespace, name },
    spec: {
      targetRef: { apiVersion: "apps/v1", kind: checkedKind(target), name },
      updatePolicy: { updateMode: mode, ...(mode === "InPlaceOrRecreate" ? { minReplicas } : {}) },
      resourcePolicy: {
        containerPolicies: [
          {
            containerName: "*",
            minAllowed: quantitiesOf(min),
            maxAllowed: quantitiesOf(max),
            controlledResources: resources,
            ...(mode === "Off" ? {} : { controlledValues: "RequestsOnly" }),
          },
        ],
      },
    },
  };
}

function quantitiesOf({ cpuMilli, memoryBytes }: VerticalBound): Quantities {
  return { cpu: formatCpuMilli(cpuMilli), memory: formatMemoryBytes(memoryBytes) };
}

function checkedKind({ id, kind, managedBy }: VerticallyScaledTarget): "Deployment" | "StatefulSet" | "DaemonSet" {
  const isOwned = managedBy === "operator";
  if (isOwned || kind === "StaticPod" || kind === "CronJob") {
    throw new UserError(`the VPA cannot scale ${id}`, [
      {
        path: `workloads[${id}].${isOwned ? "managedBy" : "kind"}`,
        value: isOwned ? managedBy : kind,
        message: isOwned ? "owns its pods, and decides what they request" : "is nothing whose pods it finds and changes",
        fix: "remove verticalScaling",
      },
    ]);
  }
  return kind;
}
