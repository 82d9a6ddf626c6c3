import type { PodPlacement } from "../../infra/placement/emit/pod-placement";
import { validWorkload } from "../testing/valid-workload";
import { podTemplate } from "./pod-template";

const placement: PodPlacement = {
  labels: { "scaling.talos.io/managed-by": "keda" },
  nodeSelector: { "intel.feature.node.kubernetes.io/gpu": "true" },
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: "berth.dev/pool", operator: "In", values: ["apps"] }] }],
      },
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 100, preference: { matchExpressions: [{ key: "berth.dev/gpu-model", operator: "Exists" }] } },
      ],
    },
    podAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        { labelSelector: { matchLabels: { a: "b" } }, topologyKey: "kubernetes.io/hostname", namespaces: ["media"] },
      ],
    },
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        { labelSelector: { matchLabels: { c: "d" } }, topologyKey: "kubernetes.io/hostname" },
      ],
    },
  },
  tolerations: [{ key: "gpu.intel.com/i915", operator: "Exists" }],
  topologySpreadConstraints: [
    {
      topologyKey: "kubernetes.io/hostname",
      maxSkew: 1,
      whenUnsatisfiable: "ScheduleAnyway",
      labelSelector: { matchLabels: { e: "f" } },
      nodeTaintsPolicy: "Honor",
      matchLabelKeys: ["pod-template-hash"],
    },
  ],
  priorityClassName: "2-gpu",
};

describe("podTemplate", () => {
  it("renders a container with its requests and no CPU limit", () => {
    expect(podTemplate(validWorkload(), { labels: { "scaling.talos.io/managed-by": "none" } })).toEqual({
      metadata: { labels: { "app.kubernetes.io/name": "exporter", "scaling.talos.io/managed-by": "none" } },
      spec: {
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: { seccompProfile: { type: "RuntimeDefault" } },
        containers: [
          {
            name: "exporter",
            image: "example.com/exporter:1.0.0",
            resources: { requests: { cpu: "100m", memory: "128Mi" } },
            securityContext: { allowPrivilegeEscalation: false },
          },
        ],
      },
    });
  });

  it("carries the whole placement, field by field", () => {
    const { spec } = podTemplate(validWorkload(), placement);
    expect(spec).toMatchObject({
      nodeSelector: placement.nodeSelector,
      affinity: placement.affinity,
      tolerations: placement.tolerations,
      topologySpreadConstraints: placement.topologySpreadConstraints,
      priorityClassName: "2-gpu",
    });
  });

  const container = {
    name: "ollama",
    image: "example.com/ollama:1",
    args: ["serve"],
    env: { HOST: "0.0.0.0" },
    ports: [{ name: "http", containerPort: 80 }],
    requests: { cpu: "1", extended: { "gpu.intel.com/i915": 1, "ephemeral-storage": "2Gi" } },
    limits: { memory: "12Gi" },
  };

  it("limits a card to what is requested, and what may be overcommitted only where the table does", () => {
    expect(podTemplate(validWorkload({ containers: [container] }), { labels: {} }).spec).toMatchObject({
      containers: [
        {
          name: "ollama",
          image: "example.com/ollama:1",
          args: ["serve"],
          env: [{ name: "HOST", value: "0.0.0.0" }],
          ports: [{ name: "http", containerPort: 80 }],
          resources: {
            requests: { cpu: "1", "gpu.intel.com/i915": "1", "ephemeral-storage": "2Gi" },
            limits: { memory: "12Gi", "gpu.intel.com/i915": "1" },
          },
          securityContext: { allowPrivilegeEscalation: false },
        },
      ],
    });
  });

  it("renders init containers in order, a sidecar as one that restarts, with the pod's volumes", () => {
    const volumes = [{ name: "models", storage: "network", mountPath: "/models", size: "200Gi" } as const];
    const bare = { args: [], env: {}, ports: [], limits: {} };
    const initContainers = [
      { ...bare, name: "migrate", image: "example.com/migrate:1", requests: { memory: "1Gi" } },
      { ...bare, name: "proxy", image: "example.com/proxy:1", requests: { cpu: "10m" }, restartPolicy: "Always" as const },
    ];
    const mounts = { volumeMounts: [{ name: "models", mountPath: "/models" }], securityContext: { allowPrivilegeEscalation: false } };
    expect(podTemplate(validWorkload({ initContainers, volumes }), { labels: {} }).spec).toMatchObject({
      initContainers: [
        { name: "migrate", image: "example.com/migrate:1", resources: { requests: { memory: "1Gi" } }, ...mounts },
        { name: "proxy", image: "example.com/proxy:1", resources: { requests: { cpu: "10m" } }, ...mounts, restartPolicy: "Always" },
      ],
    });
  });

  it("renders what the pod as a whole requests, and its RuntimeClass without the overhead that this adds", () => {
    const resources = { requests: { cpu: "1" }, limits: { memory: "2Gi" } };
    const { spec } = podTemplate(validWorkload({ resources, runtimeClass: "kata" }), { labels: {} });
    expect(spec).toMatchObject({ runtimeClassName: "kata", resources: { requests: { cpu: "1" }, limits: { memory: "2Gi" } } });
    expect(spec).not.toHaveProperty("overhead");
  });

  it("publishes host ports", () => {
    const ports = [
      { name: "dns", containerPort: 53, protocol: "UDP" as const, hostPort: 53, hostIP: "192.168.1.11" },
      { name: "http", containerPort: 80 },
    ];
    expect(podTemplate(validWorkload({ containers: [{ ...container, ports }] }), { labels: {} }).spec).toMatchObject({
      containers: [{ ports }],
    });
  });

  it("writes terms of pod affinity with their expressions and namespaces", () => {
    const terms = [
      {
        labelSelector: {
          matchExpressions: [
            { key: "app", operator: "In", values: ["a", "b"] },
            { key: "beta", operator: "DoesNotExist" },
          ],
        },
        topologyKey: "example.com/rack",
        namespaces: ["media", "home"],
      },
      { labelSelector: {}, topologyKey: "kubernetes.io/hostname", namespaceSelector: {} },
    ];
    const affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } };
    expect(podTemplate(validWorkload(), { labels: {}, affinity }).spec).toMatchObject({ affinity });
  });

  it("mounts claims of its own name, except in a StatefulSet, which makes them itself", () => {
    const volumes = [{ name: "models", storage: "network", mountPath: "/models", storageClass: "nfs-csi", size: "200Gi" } as const];
    const mount = { volumeMounts: [{ name: "models", mountPath: "/models" }] };
    expect(podTemplate(validWorkload({ volumes }), placement).spec).toMatchObject({
      containers: [mount],
      volumes: [{ name: "models", persistentVolumeClaim: { claimName: "exporter-models" } }],
    });
    const { spec } = podTemplate(validWorkload({ volumes, kind: "StatefulSet" }), placement);
    expect(spec).toMatchObject({ containers: [mount] });
    expect(spec).not.toHaveProperty("volumes");
  });
});
