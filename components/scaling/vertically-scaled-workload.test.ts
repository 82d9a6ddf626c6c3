import { recordProgram } from "../testing/recorded-program";
import { type VerticallyScaledTarget, VerticallyScaledWorkload, verticalPodAutoscalerDocument } from "./vertically-scaled-workload";

const mebibyte = 1024 ** 2;
const target: VerticallyScaledTarget = {
  id: "shop/cart",
  namespace: "shop",
  name: "cart",
  kind: "Deployment",
  managedBy: "flux",
  verticalScaling: {
    mode: "InPlaceOrRecreate",
    min: { cpuMilli: 50, memoryBytes: 64 * mebibyte },
    max: { cpuMilli: 500, memoryBytes: 512 * mebibyte },
    resources: ["cpu", "memory"],
    minReplicas: 2,
  },
};
const policy = {
  containerName: "*",
  minAllowed: { cpu: "50m", memory: "64Mi" },
  maxAllowed: { cpu: "500m", memory: "512Mi" },
  controlledResources: ["cpu", "memory"],
};

describe("VerticallyScaledWorkload", () => {
  it("makes one VerticalPodAutoscaler", async () => {
    const { resource } = await recordProgram(() => new VerticallyScaledWorkload("shop-cart", { target }));
    expect(resource("shop-cart-vpa")).toMatchObject({
      type: "kubernetes:autoscaling.k8s.io/v1:VerticalPodAutoscaler",
      parent: "shop-cart",
      inputs: {
        metadata: { namespace: "shop", name: "cart" },
        spec: {
          targetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "cart" },
          updatePolicy: { updateMode: "InPlaceOrRecreate", minReplicas: 2 },
          resourcePolicy: { containerPolicies: [{ ...policy, controlledValues: "RequestsOnly" }] },
        },
      },
    });
  });

  it.each([
    ["Off", [policy]],
    ["Initial", [{ ...policy, controlledValues: "RequestsOnly" }]],
  ] as const)("says nothing of running pods with %s", (mode, containerPolicies) => {
    const { spec } = verticalPodAutoscalerDocument({ ...target, verticalScaling: { ...target.verticalScaling, mode } });
    expect(spec.updatePolicy).toEqual({ updateMode: mode });
    expect(spec.resourcePolicy.containerPolicies).toEqual(containerPolicies);
  });

  it("refuses pods that an operator or a kubelet decides about", () => {
    expect(() => verticalPodAutoscalerDocument({ ...target, managedBy: "operator" })).toThrow(
      "the VPA cannot scale shop/cart\n  workloads[shop/cart].managedBy: owns its pods, and decides what they request (found operator)\n    fix: remove verticalScaling",
    );
    expect(() => verticalPodAutoscalerDocument({ ...target, kind: "StaticPod" })).toThrow(
      /workloads\[shop\/cart\]\.kind: is nothing whose pods it finds and changes/,
    );
  });
});
