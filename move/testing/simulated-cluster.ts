import type { Stack } from "../../infra/stack/stack";
import type { Workload } from "../../infra/workloads/workload";
import type { ClusterApi, KubernetesObject, ObjectReference } from "../../kubernetes-api/cluster-api";
import { InMemoryCluster } from "../../kubernetes-api/testing/in-memory-cluster";

/**
 * A cluster that runs what a stack's tables say, where they say. What is evicted, restarted or scaled has new pods at
 * once, on the nodes that a test names.
 */
export class SimulatedCluster extends InMemoryCluster {
  /** Where new pods of a workload start, by its id; undefined: they get no node. Default: none get any. */
  lands: (workload: string) => string | undefined = () => undefined;
  /** How many evictions are refused before one is let through. */
  refusals = 0;
  override react = ({ kind, spec }: KubernetesObject): Readonly<Record<string, unknown>> | undefined => {
    if (kind === "Pod") {
      return typeof spec === "object" && spec !== null && "nodeName" in spec ? running : pending;
    }
    return kind === "Node" ? nodeStatus : undefined;
  };
  /** What was done, in order. */
  readonly done: string[] = [];
  #made = 0;

  static async of(stack: Stack): Promise<SimulatedCluster> {
    const cluster = new SimulatedCluster();
    for (const { name } of stack.namespaces) {
      await cluster.create({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
    }
    for (const { name, taints, labels } of stack.problem.nodes) {
      await cluster.create({ apiVersion: "v1", kind: "Node", metadata: { name, labels }, spec: { taints } });
    }
    for (const row of stack.workloads) {
      await cluster.#deploy(row);
    }
    cluster.done.length = 0;
    return cluster;
  }

  async addPod(row: Workload, node: string | undefined, name = `${row.name}-${++this.#made}`, revision = "1"): Promise<void> {
    const { cpuMilli, memoryBytes } = row.requests;
    const requests = { cpu: `${cpuMilli}m`, memory: String(memoryBytes) };
    const owner =
      row.kind === "Deployment"
        ? { apiVersion: "apps/v1", kind: "ReplicaSet", name: `${row.name}-${revision}`, uid: row.id, controller: true }
        : row.kind === "StaticPod"
          ? { apiVersion: "v1", kind: "Node", name: node ?? "", uid: "node", controller: true }
          : { apiVersion: "apps/v1", kind: row.kind, name: row.name, uid: row.id, controller: true };
    await this.create({
      apiVersion: "v1",
      kind: "Pod",
      metadata: {
        namespace: row.namespace,
        name: row.kind === "StaticPod" ? `${row.name}-${node ?? ""}` : name,
        labels: { ...row.podLabels, ...(row.kind === "Deployment" ? { "pod-template-hash": revision } : {}) },
        ...(row.kind === "StaticPod" ? { annotations: { "kubernetes.io/config.mirror": "a", "kubernetes.io/config.source": "file" } } : {}),
        ownerReferences: [owner],
      },
      spec: { containers: [{ name: "main", resources: { requests } }], ...(node === undefined ? {} : { nodeName: node }) },
    });
  }

  override async evict(pod: { readonly namespace: string; readonly name: string }): ReturnType<ClusterApi["evict"]> {
    if (this.refusals > 0) {
      this.refusals--;
      return { refused: "it would violate the pod's disruption budget" };
    }
    this.done.push(`evict ${pod.namespace}/${pod.name}`);
    const row = this.#rowOf(pod.namespace, pod.name);
    await this.delete({ apiVersion: "v1", kind: "Pod", ...pod });
    await this.addPod(row, this.lands(row.id), row.kind === "StatefulSet" ? pod.name : undefined);
    return "evicted";
  }

  override async patch(reference: ObjectReference, patch: Readonly<Record<string, unknown>>): Promise<KubernetesObject> {
    const { kind, namespace = "", name } = reference;
    this.done.push(`patch ${kind} ${namespace}/${name} ${JSON.stringify(patch).replace(/"\d{4}-[^"]*"/, '"NOW"')}`);
    const patched = await super.patch(reference, patch);
    if (JSON.stringify(patch).includes("restartedAt")) {
      const row = this.#rows.get(`${namespace}/${name}`);
      const own = [...this.#pods()].filter((pod) => row !== undefined && pod.startsWith(`${row.namespace}/${row.name}-`));
      for (const pod of row === undefined ? [] : own) {
        await this.delete({ apiVersion: "v1", kind: "Pod", namespace, name: pod.slice(namespace.length + 1) });
        await this.addPod(row ?? fail(pod), this.lands(`${namespace}/${name}`), undefined, "2");
      }
    }
    return patched;
  }

  readonly #rows = new Map<string, Workload>();

  async #deploy(row: Workload): Promise<void> {
    this.#rows.set(row.id, row);
    const { kind, namespace, name, replicas, podLabels, current } = row;
    if (kind !== "StaticPod") {
      const template = { metadata: { labels: podLabels }, spec: { containers: [{ name: "main" }] } };
      await this.create({
        apiVersion: kind === "CronJob" ? "batch/v1" : "apps/v1",
        kind,
        metadata: { namespace, name },
        spec: kind === "DaemonSet" || kind === "CronJob" ? { template } : { replicas, template },
      });
    }
    for (const [node, pods] of Object.entries(current)) {
      for (let pod = 0; pod < pods; pod++) {
        await this.addPod(row, node);
      }
    }
  }

  #pods(): readonly string[] {
    return this.contents.flatMap((key) => /^v1 Pod (.+)$/.exec(key)?.[1] ?? []);
  }

  #rowOf(namespace: string, pod: string): Workload {
    return this.#rows.get(`${namespace}/${pod.slice(0, pod.lastIndexOf("-"))}`) ?? fail(pod);
  }
}

function fail(pod: string): never {
  throw new Error(`no row has pod ${pod}`);
}

const running = { phase: "Running", conditions: [{ type: "Ready", status: "True" }] };
const pending = { phase: "Pending", conditions: [{ type: "PodScheduled", status: "False", message: "0/3 nodes are available" }] };
const nodeStatus = {
  conditions: [{ type: "Ready", status: "True" }],
  nodeInfo: { osImage: "Talos", kubeletVersion: "v1.35.4", architecture: "amd64", operatingSystem: "linux" },
};
