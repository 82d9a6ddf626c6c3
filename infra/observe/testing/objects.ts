import type { ApiObject, ApiObjects } from "./cluster-of-stack";

/** A Talos worker with 8 threads and 16 GiB; `change` replaces whole sections. */
export function nodeObject(
  name: string,
  labels: Readonly<Record<string, string>> = {},
  change: { readonly spec?: ApiObject; readonly status?: ApiObject } = {},
): ApiObject {
  const octet = Buffer.from(name).reduce((sum, byte) => (sum * 31 + byte) % 250, 7) + 1;
  return {
    metadata: { name, labels: { "kubernetes.io/hostname": name, "kubernetes.io/os": "linux", ...labels } },
    spec: change.spec ?? {},
    status: {
      addresses: [{ type: "InternalIP", address: `192.168.1.${octet}` }],
      capacity: { cpu: "8", memory: "16Gi", pods: "110" },
      allocatable: { cpu: "7950m", memory: "15Gi", pods: "110" },
      nodeInfo: { osImage: "Talos (v1.12.3)", kubeletVersion: "v1.35.4", architecture: "amd64", operatingSystem: "linux" },
      ...change.status,
    },
  };
}

export const controlPlaneNode: ApiObject = nodeObject(
  "cp1",
  { "node-role.kubernetes.io/control-plane": "" },
  { spec: { taints: [{ key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" }] } },
);

/** A Deployment of namespace `apps` with its ReplicaSet and one pod on each of the nodes. */
export function deploymentObjects(name: string, nodes: readonly string[], spec: ApiObject = {}, replicas = nodes.length): ApiObjects {
  const labels = { app: name };
  const namespace = "apps";
  const podSpec = { containers: [{ name: "app", resources: { requests: { cpu: "100m", memory: "128Mi" } } }], ...spec };
  return {
    "/apis/apps/v1/deployments": [{ metadata: { name, namespace }, spec: { replicas, template: { metadata: { labels }, spec: podSpec } } }],
    "/apis/apps/v1/replicasets": [{ metadata: { name: `${name}-abc`, namespace, ownerReferences: [controlledBy("Deployment", name)] } }],
    "/api/v1/pods": nodes.map((node, index) =>
      podObject(`${name}-abc-${index}`, {
        node,
        labels: { ...labels, "pod-template-hash": "abc" },
        owner: controlledBy("ReplicaSet", `${name}-abc`),
        spec: podSpec,
      }),
    ),
  };
}

/** A pod of namespace `apps`. */
export function podObject(
  name: string,
  {
    node,
    labels = {},
    owner,
    spec = {},
    phase = "Running",
  }: {
    readonly node?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly owner?: ApiObject;
    readonly spec?: ApiObject;
    readonly phase?: string;
  },
): ApiObject {
  return {
    metadata: { name, namespace: "apps", labels, ...(owner === undefined ? {} : { ownerReferences: [owner] }) },
    spec: { containers: [{ name: "app", resources: {} }], ...spec, ...(node === undefined ? {} : { nodeName: node }) },
    status: { phase },
  };
}

export function controlledBy(kind: string, name: string): ApiObject {
  return { apiVersion: "any/v1", kind, name, controller: true };
}

/** The objects of several parts of a cluster. */
export function together(...parts: readonly ApiObjects[]): ApiObjects {
  const paths = [...new Set(parts.flatMap((part) => Object.keys(part)))];
  return Object.fromEntries(paths.map((path) => [path, parts.flatMap((part) => part[path] ?? [])]));
}
