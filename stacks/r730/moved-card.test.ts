import type { Machine } from "../../infra/hardware/machine";
import { emitPlacements } from "../../infra/placement/emit/emit-placements";
import { plan } from "../../infra/placement/plan";
import { stackConfigSchema } from "../../infra/stack/config";
import { loadStack } from "../../infra/stack/load-stack";
import { definition } from "./definition";
import { withCardIn } from "./testing/with-card-in";

const config = stackConfigSchema.parse({});
const before = loadStack(definition, config);
const planBefore = plan(before.problem);

const fromCards = ["gpus", "cards", "extensions", "labels", "discoveredLabels", "taints"];

/** What a machine is without what a card brings it. */
function withoutCard(machine: Machine): object {
  const rest = Object.entries(machine).filter(([key]) => !fromCards.includes(key));
  return { ...Object.fromEntries(rest), allocatable: { ...machine.allocatable, extended: {} } };
}

/** What a card brings a machine. */
function fromCard({ gpus, cards, extensions, labels, discoveredLabels, taints, allocatable }: Machine): object {
  const ofCard = Object.entries(labels).filter(([key]) => key.startsWith("berth.dev/gpu-"));
  return { gpus, cards, extensions, labels: Object.fromEntries(ofCard), discoveredLabels, taints, extended: allocatable.extended };
}

describe.each(["k8s-node2", "k8s-node3", "k8s-node4"])("with the card given to %s", (owner) => {
  const after = loadStack(withCardIn(owner), config);
  const planAfter = plan(after.problem);
  const machine = (name: string, stack = after): Machine | undefined => stack.hardware.machines.find((one) => one.name === name);

  test("everything has a node", () => {
    expect(planAfter.unplaced).toEqual([]);
  });

  test("every GPU workload follows it, and what serves the card too", () => {
    const followers = planAfter.workloads.filter(({ namespace }) => namespace.startsWith("2-gpu-") || namespace === "nvidia-device-plugin");
    expect(followers).toHaveLength(15);
    expect(followers.map(({ nodes }) => nodes)).toEqual(followers.map(() => [owner]));
  });

  test("MySQL keeps off it, and may have the node that it left", () => {
    const mysql = planAfter.workloads.find(({ name }) => name === "mysql");
    const possible = [...(mysql?.nodes ?? []), ...(mysql?.failover ?? [])].sort();
    expect(possible).toEqual(["k8s-node1", "k8s-node2", "k8s-node3", "k8s-node4"].filter((name) => name !== owner));
  });

  test("the machine has what came with the card, and the other has lost it", () => {
    const given = machine(owner);
    const left = machine("k8s-node1");
    const had = machine("k8s-node1", before);
    const never = machine(owner, before);
    expect(given && fromCard(given)).toEqual(had && fromCard(had));
    expect(left && fromCard(left)).toEqual(never && fromCard(never));
    expect(given).toMatchObject({
      taints: [{ key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" }],
      discoveredLabels: { "nvidia.com/gpu.present": "true" },
      labels: { "berth.dev/gpu-vendor": "nvidia", "berth.dev/gpu-model": "tesla-t4" },
      allocatable: { extended: { "nvidia.com/gpu": 16 } },
      extensions: [
        "siderolabs/iscsi-tools",
        "siderolabs/nvidia-container-toolkit-lts",
        "siderolabs/nvidia-open-gpu-kernel-modules-lts",
        "siderolabs/qemu-guest-agent",
      ],
    });
    expect(left).toMatchObject({ taints: [], discoveredLabels: {}, allocatable: { extended: {} } });
  });

  test("the card is passed through from where it sits", () => {
    expect(after.hardware.cards).toEqual(before.hardware.cards.map((card) => ({ ...card, machine: owner })));
  });

  test("nothing else about the machines changes", () => {
    expect(after.hardware.machines.map(withoutCard)).toEqual(before.hardware.machines.map(withoutCard));
    const others = (stack: typeof before): readonly Machine[] =>
      stack.hardware.machines.filter(({ name }) => name !== owner && name !== "k8s-node1");
    expect(others(after)).toEqual(others(before));
  });

  test("nothing about the workloads changes, what GPU workloads tell the scheduler least of all", () => {
    // A DaemonSet's `current` follows from its nodes.
    const apart = ({ workloads }: typeof before): object => workloads.map((workload) => ({ ...workload, current: {} }));
    expect(apart(after)).toEqual(apart(before));
    const placed = (stack: typeof before, of: typeof planBefore): object =>
      Object.fromEntries([...emitPlacements(stack, of)].filter(([id]) => id.startsWith("2-gpu-")));
    expect(placed(after, planAfter)).toEqual(placed(before, planBefore));
  });
});

test("no placement names a node", () => {
  const placements = JSON.stringify([...emitPlacements(before, planBefore)]);
  expect(placements).not.toMatch(/k8s-(master|node)/);
});
