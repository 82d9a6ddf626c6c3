import type { CardRow } from "../../infra/hardware/schema";
import { emitPlacements } from "../../infra/placement/emit/emit-placements";
import { tolerates } from "../../infra/placement/constraints/taints";
import { plan } from "../../infra/placement/plan";
import type { StackDefinition } from "../../infra/stack/definition";
import { loadStack } from "../../infra/stack/load-stack";
import { validConfig, validDefinition, withExtraWorkload, withMachine } from "../../infra/stack/testing/valid-stack";
import { recordProgram } from "../testing/recorded-program";
import { NodeFeatureDiscovery } from "./node-feature-discovery";
import { NvidiaDevicePlugin } from "./nvidia-device-plugin";

const present = { key: "nvidia.com/gpu.present", operator: "In" as const, values: ["true"] };
const taint = { key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" as const };
const extensions = ["siderolabs/nvidia-container-toolkit-lts", "siderolabs/nvidia-open-gpu-kernel-modules-lts"];
const gpuWorkloads = ["media/ollama", "media/frigate"];

function card(machine: string): CardRow {
  return {
    name: "t4",
    gpu: { vendor: "nvidia", model: "tesla-t4", resource: "nvidia.com/gpu", shares: 4 },
    kind: "discrete",
    pci: { id: "10de:1eb8" },
    machine,
    taints: [taint],
    extensions,
  };
}

/** What needs the other GPU of the valid stack, or both workers, of which one is now kept free for the card. */
const left = ["jellyfin", "zigbee2mqtt", "dashboard"];

/** The valid stack with one card, two workloads that need it and a database that stays away from it. */
function stackWithCardIn(machine: string) {
  const gpu = { vendor: "nvidia" as const };
  const rows: StackDefinition["workloads"] = [
    ...gpuWorkloads.map((id) => ({
      namespace: "media",
      name: id.slice("media/".length),
      kind: "Deployment" as const,
      managedBy: "argocd" as const,
      requests: { cpu: "500m", memory: "1Gi" },
      gpu,
    })),
    {
      namespace: "home",
      name: "mysql",
      kind: "StatefulSet",
      managedBy: "argocd",
      requests: { cpu: "250m", memory: "1Gi" },
      requires: [{ ...present, operator: "NotIn" }],
    },
  ];
  const bare = withMachine(
    "gpu1",
    { gpus: [] },
    {
      ...validDefinition,
      hardware: { ...validDefinition.hardware, cards: [card(machine)] },
      workloads: validDefinition.workloads.filter(({ name }) => !left.includes(name)),
    },
  );
  return loadStack(
    rows.reduce((definition, row) => withExtraWorkload(row, definition), bare),
    validConfig,
  );
}

describe.each([
  ["gpu1", "worker1"],
  ["worker1", "gpu1"],
])("a card in %s instead of %s: one field of the hardware table", (owner, other) => {
  const stack = stackWithCardIn(owner);
  const planned = plan(stack.problem);

  it("takes its label, taint and extensions along", () => {
    const byName = new Map(stack.hardware.machines.map((machine) => [machine.name, machine]));
    expect(byName.get(owner)).toMatchObject({ taints: [taint], extensions, discoveredLabels: { [present.key]: "true" } });
    expect(byName.get(owner)?.allocatable.extended).toEqual({ "nvidia.com/gpu": 4 });
    expect(byName.get(other)).toMatchObject({ taints: [], extensions: [], discoveredLabels: {} });
    expect(byName.get(other)?.allocatable.extended).toEqual({});
  });

  it("takes every workload along that needs it, and keeps the database away", () => {
    const nodes = new Map(planned.workloads.map(({ namespace, name, nodes: where }) => [`${namespace}/${name}`, where]));
    expect(planned.unplaced).toEqual([]);
    for (const id of gpuWorkloads) {
      expect(nodes.get(id)).toEqual([owner]);
    }
    expect(nodes.get("home/mysql")).toEqual([other]);
  });

  it("is selected by its label and tolerated by whatever needs it, never by a node's name", () => {
    const placements = emitPlacements(stack, planned);
    for (const id of gpuWorkloads) {
      const placement = placements.get(id);
      expect(placement?.nodeSelector).toMatchObject({ [present.key]: "true" });
      expect(placement?.tolerations?.some((toleration) => tolerates(toleration, taint))).toBe(true);
      expect(JSON.stringify(placement)).not.toContain(owner);
    }
  });

  it("takes the device plugin along, which nothing in the cluster has to be told", async () => {
    const { resource, resources } = await recordProgram(() => {
      const discovery = new NodeFeatureDiscovery("nfd", stack);
      return new NvidiaDevicePlugin("nvidia", stack, { dependsOn: discovery });
    });
    expect(resource("nvidia-chart").inputs["values"]).toMatchObject({
      nodeSelector: { [present.key]: "true" },
      tolerations: [{ key: taint.key, operator: "Exists", effect: taint.effect }],
    });
    expect(resource("nfd-nvidia").inputs).toMatchObject({ spec: { rules: [{ labels: { [present.key]: "true" } }] } });
    expect(JSON.stringify(resources.map(({ inputs }) => inputs))).not.toContain(owner);
  });
});
