import type { Taint } from "../hardware/schema";
import { runsOn } from "./node-matching";

const labels = { "berth.dev/pool": "apps" };
const pod = { requires: [{ key: "berth.dev/pool", operator: "In" as const, values: ["apps"] }], tolerations: [] };
const tainted = (effect: Taint["effect"]) => ({ labels, taints: [{ key: "a", value: "", effect }] });

describe("a DaemonSet's pod", () => {
  it("runs where its requirements are met", () => {
    expect(runsOn(pod, { labels, taints: [] })).toBe(true);
    expect(runsOn(pod, { labels: {}, taints: [] })).toBe(false);
  });

  it("keeps off hard taints that it does not tolerate, not off soft ones", () => {
    expect(runsOn(pod, tainted("NoSchedule"))).toBe(false);
    expect(runsOn(pod, tainted("NoExecute"))).toBe(false);
    expect(runsOn(pod, tainted("PreferNoSchedule"))).toBe(true);
    expect(runsOn({ ...pod, tolerations: [{ key: "a", operator: "Exists" as const }] }, tainted("NoSchedule"))).toBe(true);
    expect(
      runsOn({ ...pod, tolerations: [{ key: "a", operator: "Exists" as const, effect: "NoExecute" as const }] }, tainted("NoSchedule")),
    ).toBe(false);
  });
});
