import type { Machine } from "../../hardware/machine";
import { hostnameLabel, nodeLabelsOf } from "../../hardware/node-labels";
import type { Stack } from "../../stack/stack";
import { priorityOfTier } from "../../workloads/priority";
import { topologyKeyOf } from "../../workloads/topology";
import type { Workload } from "../../workloads/workload";

/** An object as the API server sends it: unread JSON. */
export type ApiObject = Readonly<Record<string, unknown>>;

/** Objects by the path that lists them. */
export type ApiObjects = Readonly<Record<string, readonly ApiObject[]>>;

/** How a pod's requests are divided among its containers: shares in per cent, of which the last takes the rest. */
export type Split = (id: string) => readonly number[];

const inOne: Split = () => [100];

/**
 * The API objects of a cluster on which a stack runs just as its tables say: `current` gives the pods, and every field
 * of a row becomes what it stands for, with all that the API server and the controllers add.
 */
export function clusterOfStack(stack: Stack, split: Split = inOne): ApiObjects {
  const { machines, operatingSystem } = stack.hardware;
  const objects: Record<string, ApiObject[]> = {
    "/api/v1/nodes": machines.map((machine) => nodeOf(machine, operatingSystem)),
    "/api/v1/namespaces": stack.namespaces.map(({ name }) => ({ metadata: { name } })),
    "/api/v1/pods": [],
    "/apis/apps/v1/deployments": [],
    "/apis/apps/v1/statefulsets": [],
    "/apis/apps/v1/daemonsets": [],
    "/apis/apps/v1/replicasets": [],
    "/apis/batch/v1/cronjobs": [],
    "/apis/batch/v1/jobs": [],
    "/apis/policy/v1/poddisruptionbudgets": [],
    "/apis/autoscaling/v2/horizontalpodautoscalers": [],
    "/api/v1/persistentvolumeclaims": [],
    "/api/v1/persistentvolumes": [],
    "/apis/metrics.k8s.io/v1beta1/pods": [],
  };
  const add = (path: string, object: ApiObject): void => {
    objects[path]?.push(object);
  };
  for (const workload of stack.workloads) {
    addWorkload(workload, stack, split, add);
  }
  return objects;
}

function nodeOf(machine: Machine, operatingSystem: Stack["hardware"]["operatingSystem"]): ApiObject {
  const { name, role, threads, memoryBytes, allocatable, address, taints } = machine;
  const extended = Object.fromEntries(Object.entries(allocatable.extended).map(([resource, count]) => [resource, String(count)]));
  return {
    metadata: {
      name,
      uid: `node-${name}`,
      labels: { "kubernetes.io/arch": "amd64", "beta.kubernetes.io/os": "linux", ...nodeLabelsOf(machine, operatingSystem.kind) },
    },
    spec: { podCIDR: "10.244.0.0/24", taints: [...taints] },
    status: {
      addresses: [
        { type: "Hostname", address: name },
        { type: "InternalIP", address: "fd00::10" },
        { type: "InternalIP", address },
      ],
      capacity: {
        cpu: String(threads),
        memory: String(memoryBytes),
        pods: String(allocatable.pods),
        "ephemeral-storage": "250Gi",
        ...extended,
      },
      allocatable: {
        cpu: `${allocatable.cpuMilli}m`,
        memory: String(allocatable.memoryBytes),
        pods: String(allocatable.pods),
        ...extended,
      },
      nodeInfo: {
        osImage: operatingSystem.kind === "talos" ? `Talos (${operatingSystem.version})` : "Debian GNU/Linux 13 (trixie)",
        kubeletVersion: operatingSystem.kind === "k3s" ? operatingSystem.version : "v1.35.4",
        architecture: "amd64",
        operatingSystem: "linux",
      },
      conditions: [{ type: "Ready", status: "True" }],
      role,
    },
  };
}

function addWorkload(workload: Workload, stack: Stack, split: Split, add: (path: string, object: ApiObject) => void): void {
  const { kind, namespace, name, replicas } = workload;
  const labels = { ...workload.podLabels };
  const marks = managerMarks(workload);
  const metadata = { name, namespace, ...marks, labels: { ...labels, ...marks.labels } };
  const template = { metadata: { labels }, spec: podSpec(workload, stack, split) };
  const paths = { Deployment: "deployments", StatefulSet: "statefulsets", DaemonSet: "daemonsets" } as const;
  if (kind === "CronJob") {
    add("/apis/batch/v1/cronjobs", {
      metadata,
      spec: { schedule: "0 3 * * *", jobTemplate: { spec: { parallelism: replicas, template } } },
    });
    add("/apis/batch/v1/jobs", { metadata: { name: `${name}-29000000`, namespace, ownerReferences: [controlledBy("CronJob", name)] } });
  } else if (kind !== "StaticPod") {
    add(`/apis/apps/v1/${paths[kind]}`, {
      metadata,
      spec: { ...(kind === "DaemonSet" ? {} : { replicas }), ...strategyOf(workload), template, selector: { matchLabels: labels } },
    });
  }
  if (kind === "Deployment") {
    add("/apis/apps/v1/replicasets", {
      metadata: { name: `${name}-5d4f8c7b9`, namespace, ownerReferences: [controlledBy("Deployment", name)] },
    });
  }
  if (workload.disruption !== undefined) {
    const byOperator = workload.disruption === "operator";
    add("/apis/policy/v1/poddisruptionbudgets", {
      metadata: { name, namespace, ...(byOperator ? { ownerReferences: [controlledBy("Cluster", name)] } : {}) },
      spec: { ...(workload.disruption === "operator" ? { minAvailable: 1 } : workload.disruption), selector: { matchLabels: labels } },
    });
  }
  let ordinal = 0;
  for (const [node, count] of Object.entries(workload.current)) {
    const hostIP = stack.hardware.machines.find((machine) => machine.name === node)?.address ?? "";
    for (let index = 0; index < count; index++, ordinal++) {
      addPod(workload, { node, hostIP }, ordinal, template.spec, add);
    }
  }
}

function strategyOf({ rollout }: Workload): ApiObject {
  return rollout === undefined ? {} : { strategy: { type: "RollingUpdate", rollingUpdate: rollout } };
}

function addPod(
  workload: Workload,
  { node, hostIP }: { readonly node: string; readonly hostIP: string },
  ordinal: number,
  spec: ApiObject,
  add: (path: string, object: ApiObject) => void,
): void {
  const { kind, namespace, name, podLabels } = workload;
  const owners = {
    Deployment: controlledBy("ReplicaSet", `${name}-5d4f8c7b9`),
    StatefulSet: controlledBy("StatefulSet", name),
    DaemonSet: controlledBy("DaemonSet", name),
    CronJob: controlledBy("Job", `${name}-29000000`),
    StaticPod: { apiVersion: "v1", kind: "Node", name: node, controller: true },
  };
  const podName =
    kind === "StaticPod" ? `${name}-${node}` : kind === "StatefulSet" ? `${name}-${ordinal}` : `${name}-5d4f8c7b9-x${ordinal}`;
  const volumes = workload.volumes.map((volume) => ({
    name: volume.name,
    persistentVolumeClaim: { claimName: `${volume.name}-${podName}` },
  }));
  for (const { name: volume, storage } of workload.volumes) {
    const claim = `${volume}-${podName}`;
    add("/api/v1/persistentvolumeclaims", {
      metadata: { name: claim, namespace },
      spec: { volumeName: `pv-${namespace}-${claim}`, storageClassName: "any" },
    });
    const hostname = { matchExpressions: [{ key: hostnameLabel, operator: "In", values: [node] }] };
    add("/api/v1/persistentvolumes", {
      metadata: { name: `pv-${namespace}-${claim}` },
      spec:
        storage === "node-local"
          ? { local: { path: "/var/mnt" }, nodeAffinity: { required: { nodeSelectorTerms: [hostname] } } }
          : { csi: { driver: "nfs.csi.k8s.io" } },
    });
  }
  const generated = kind === "Deployment" ? { "pod-template-hash": "5d4f8c7b9" } : { "controller-revision-hash": "7f8d9" };
  add("/api/v1/pods", {
    metadata: {
      name: podName,
      namespace,
      labels: { ...podLabels, ...generated },
      ...(kind === "StaticPod" ? { annotations: { "kubernetes.io/config.mirror": "abc" } } : {}),
      ownerReferences: [owners[kind]],
    },
    spec: { ...spec, nodeName: node, volumes: [...volumes, { name: "kube-api-access", projected: {} }] },
    status: { phase: "Running", hostIP, containerStatuses: null },
  });
}

function podSpec(workload: Workload, stack: Stack, split: Split): ApiObject {
  const { kind, requests, requires, tolerations, antiAffinity, spreads, colocateWith } = workload;
  const lifecycle = ["not-ready", "unreachable"].map((state) => ({
    key: `node.kubernetes.io/${state}`,
    operator: "Exists",
    effect: "NoExecute",
    ...(kind === "DaemonSet" ? {} : { tolerationSeconds: 300 }),
  }));
  const partner = stack.workloads.find(({ id }) => id === colocateWith);
  const own = { labelSelector: { matchLabels: workload.podLabels } };
  return {
    containers: withPorts(containersOf(requests, workload.limits, split(workload.id)), workload),
    tolerations: [...tolerations, ...(kind === "StaticPod" ? [{ operator: "Exists", effect: "NoExecute" }] : lifecycle)],
    priorityClassName: kind === "StaticPod" ? "system-node-critical" : priorityOfTier[workload.tier].name,
    affinity: {
      ...(requires.length === 0
        ? {}
        : { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: requires }] } } }),
      ...(antiAffinity === undefined
        ? {}
        : { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: topologyKeyOf(antiAffinity), ...own }] } }),
      ...(partner === undefined
        ? {}
        : {
            podAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: [
                { topologyKey: hostnameLabel, namespaces: [partner.namespace], labelSelector: { matchLabels: partner.podLabels } },
              ],
            },
          }),
    },
    ...(spreads.length === 0
      ? {}
      : {
          topologySpreadConstraints: spreads.map(({ over, maxSkew, strict, minDomains, nodeAffinityPolicy, nodeTaintsPolicy }) => ({
            ...{ maxSkew, minDomains, nodeAffinityPolicy, nodeTaintsPolicy },
            topologyKey: topologyKeyOf(over),
            whenUnsatisfiable: strict ? "DoNotSchedule" : "ScheduleAnyway",
            ...own,
          })),
        }),
  };
}

function withPorts([first, ...rest]: readonly ApiObject[], { hostPorts }: Workload): readonly ApiObject[] {
  const ports = hostPorts.map(({ port, protocol, hostIP }) => ({ containerPort: port, hostPort: port, protocol, hostIP }));
  return hostPorts.length === 0 ? [{ ...first }, ...rest] : [{ ...first, ports }, ...rest];
}

function containersOf(requests: Workload["requests"], limits: Workload["limits"], shares: readonly number[]): readonly ApiObject[] {
  let [cpuLeft, memoryLeft] = [requests.cpuMilli, requests.memoryBytes];
  let [cpuLimitLeft, memoryLimitLeft] = [limits.cpuMilli ?? 0, limits.memoryBytes ?? 0];
  return shares.map((share, index) => {
    const last = index === shares.length - 1;
    const part = (whole: number, left: number): number => (last ? left : Math.floor((whole * share) / 100));
    const [cpu, memory] = [part(requests.cpuMilli, cpuLeft), part(requests.memoryBytes, memoryLeft)];
    const [cpuLimit, memoryLimit] = [part(limits.cpuMilli ?? 0, cpuLimitLeft), part(limits.memoryBytes ?? 0, memoryLimitLeft)];
    [cpuLeft, memoryLeft, cpuLimitLeft, memoryLimitLeft] = [
      cpuLeft - cpu,
      memoryLeft - memory,
      cpuLimitLeft - cpuLimit,
      memoryLimitLeft - memoryLimit,
    ];
    return {
      name: `c${index}`,
      image: "example.org/image:1",
      resources: {
        requests: {
          ...(cpu === 0 ? {} : { cpu: `${cpu}m` }),
          ...(memory === 0 ? {} : { memory: String(memory) }),
          ...(last ? Object.fromEntries(Object.entries(requests.extended).map(([resource, count]) => [resource, String(count)])) : {}),
        },
        limits: {
          ...(limits.cpuMilli === undefined ? {} : { cpu: `${cpuLimit}m` }),
          ...(limits.memoryBytes === undefined ? {} : { memory: String(memoryLimit) }),
        },
      },
    };
  });
}

function controlledBy(kind: string, name: string): ApiObject {
  return { apiVersion: "apps/v1", kind, name, controller: true };
}

function managerMarks({ managedBy, kind, name }: Workload): {
  readonly labels: Record<string, string>;
  readonly annotations?: Record<string, string>;
  readonly ownerReferences?: ApiObject[];
} {
  switch (managedBy) {
    case "argocd":
      return { labels: {}, annotations: { "argocd.argoproj.io/tracking-id": `apps:apps/${kind}:${name}` } };
    case "flux":
      return { labels: { "kustomize.toolkit.fluxcd.io/name": "apps" } };
    case "helm":
      return { labels: { "app.kubernetes.io/managed-by": "Helm" } };
    case "operator":
      return { labels: {}, ownerReferences: [controlledBy("Cluster", name)] };
    case "berth":
    case "talos":
      return { labels: {} };
  }
}
