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

  it("requests a card once, in the first container, with an equal limit", () => {
    const container = {
      name: "ollama",
      image: "example.com/ollama:1",
      args: ["serve"],
      env: { HOST: "0.0.0.0" },
      ports: [{ name: "http", containerPort: 80 }],
      requests: { cpu: "1" },
      limits: { memory: "12Gi" },
    };
    const workload = validWorkload({
      requests: { cpuMilli: 2000, memoryBytes: 0, extended: { "gpu.intel.com/i915": 1 } },
      containers: [container, { ...container, name: "sidecar", limits: {} }],
    });
    expect(podTemplate(workload, placement).spec).toMatchObject({
      containers: [
        {
          name: "ollama",
          args: ["serve"],
          env: [{ name: "HOST", value: "0.0.0.0" }],
          ports: [{ name: "http", containerPort: 80 }],
          resources: { requests: { cpu: "1", "gpu.intel.com/i915": "1" }, limits: { memory: "12Gi", "gpu.intel.com/i915": "1" } },
        },
        { name: "sidecar", resources: { requests: { cpu: "1" } } },
      ],
    });
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
