import type { KubernetesObject, ObjectReference } from "../../kubernetes-api/cluster-api";
import { InMemoryCluster } from "../../kubernetes-api/testing/in-memory-cluster";

export interface PlayedPod {
  readonly namespace?: string;
  readonly name: string;
  /** What a user deploys: `Deployment/web`. */
  readonly owner: `${"Deployment" | "StatefulSet" | "DaemonSet" | "CronJob" | "StaticPod"}/${string}`;
  /** Without one it is pending. */
  readonly node?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly finalizers?: readonly string[];
}

/** What the scheduler says of a pod that has no node. */
export const refusal = "0/2 nodes are available: 2 Insufficient memory.";

/** A fake of an API server beside whose objects pods run as soon as they have a node, and nodes are tainted when they are cordoned. */
export class PlayedCluster extends InMemoryCluster {
  constructor() {
    super();
    this.react = statusOf;
  }

  async addNamespaces(...names: readonly string[]): Promise<void> {
    for (const name of names) {
      await this.create({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
    }
  }

  async addNode(name: string): Promise<void> {
    await this.create({ apiVersion: "v1", kind: "Node", metadata: { name }, spec: {} });
  }

  async addPod({ namespace = "apps", name, owner, node, labels = {}, finalizers = [] }: PlayedPod): Promise<void> {
    const [kind = "", of = ""] = owner.split("/");
    const controllers: Readonly<Record<string, object>> = {
      Deployment: { apiVersion: "apps/v1", kind: "ReplicaSet", name: `${of}-5c9d` },
      CronJob: { apiVersion: "batch/v1", kind: "Job", name: `${of}-29000000` },
      StaticPod: { apiVersion: "v1", kind: "Node", name: node ?? "" },
    };
    await this.create({
      apiVersion: "v1",
      kind: "Pod",
      metadata: {
        namespace,
        name,
        labels: { ...labels, ...(kind === "Deployment" ? { "pod-template-hash": "5c9d" } : {}) },
        ...(kind === "StaticPod" ? { annotations: { "kubernetes.io/config.mirror": "a" } } : {}),
        ownerReferences: [{ apiVersion: "apps/v1", kind, name: of, ...controllers[kind], controller: true }],
        finalizers,
      },
      spec: { containers: [], ...(node === undefined ? {} : { nodeName: node }) },
    });
  }

  override async patch(
    reference: ObjectReference,
    patch: Readonly<Record<string, unknown>>,
    subresource?: "status" | "scale",
  ): Promise<KubernetesObject> {
    const written = await super.patch(reference, patch, subresource);
    const { spec } = patch;
    if (reference.kind !== "Node" || typeof spec !== "object" || spec === null || !("unschedulable" in spec)) {
      return written;
    }
    const taint = { key: "node.kubernetes.io/unschedulable", effect: "NoSchedule" };
    return super.patch(reference, { spec: { taints: spec.unschedulable === true ? [taint] : [] } });
  }
}

function statusOf({ kind, spec }: KubernetesObject): Record<string, unknown> | undefined {
  if (kind === "Node") {
    return { conditions: [{ type: "Ready", status: "True" }] };
  }
  if (kind !== "Pod") {
    return undefined;
  }
  return typeof spec === "object" && spec !== null && "nodeName" in spec
    ? { phase: "Running", conditions: [{ type: "Ready", status: "True" }] }
    : { phase: "Pending", conditions: [{ type: "PodScheduled", status: "False", reason: "Unschedulable", message: refusal }] };
}
