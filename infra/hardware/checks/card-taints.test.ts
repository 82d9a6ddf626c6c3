import { normalizeHardware } from "../normalize";
import type { CardRow } from "../schema";
import { validDefinition } from "../../stack/testing/valid-stack";

const taint = { key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" as const };

function findingsWith(taints: NonNullable<CardRow["taints"]>) {
  const card: CardRow = {
    name: "t4",
    gpu: { vendor: "nvidia", model: "tesla-t4", resource: "nvidia.com/gpu" },
    kind: "discrete",
    pci: { id: "10de:1eb8" },
    machine: "worker1",
    taints,
  };
  return normalizeHardware({ ...validDefinition.hardware, cards: [card] }).findings;
}

describe("the taints of a card", () => {
  it("may be none, or one named after its resource", () => {
    expect(findingsWith([])).toEqual([]);
    expect(findingsWith([taint])).toEqual([]);
  });

  it("have no other key", () => {
    expect(findingsWith([{ ...taint, key: "gpu" }])).toEqual([
      {
        path: "cards[t4].taints",
        message: "has a key that workloads which need the card do not tolerate",
        value: '"gpu"',
        fix: "use nvidia.com/gpu; what the machine is tainted with besides stands in its own row",
      },
    ]);
  });

  it("have one effect", () => {
    expect(findingsWith([taint, { ...taint, effect: "PreferNoSchedule" }])).toEqual([
      { path: "cards[t4].taints", message: "has more than one effect", value: "NoSchedule, PreferNoSchedule", fix: "keep one" },
    ]);
  });
});
