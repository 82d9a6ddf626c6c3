import { recordProgram } from "../testing/recorded-program";
import { DisruptionBudget, type DisruptionBudgetArgs } from "./disruption-budget";

type Workload = DisruptionBudgetArgs["workload"];
const workload: Workload = {
  id: "media/plex",
  namespace: "media",
  name: "plex",
  podLabels: { "app.kubernetes.io/name": "plex" },
  disruption: { maxUnavailable: 1 },
};

function record(change: Partial<Workload> = {}) {
  return recordProgram(() => new DisruptionBudget("plex", { workload: { ...workload, ...change } }));
}

describe("DisruptionBudget", () => {
  it("selects the workload's pods and lets broken ones go", async () => {
    const { resources, resource } = await record();
    expect(resources).toHaveLength(2);
    expect(resource("plex-pdb")).toMatchObject({
      type: "kubernetes:policy/v1:PodDisruptionBudget",
      parent: "plex",
      inputs: {
        metadata: { namespace: "media", name: "plex" },
        spec: {
          maxUnavailable: 1,
          selector: { matchLabels: { "app.kubernetes.io/name": "plex" } },
          unhealthyPodEvictionPolicy: "AlwaysAllow",
        },
      },
    });
    expect(resource("plex-pdb").inputs["spec"]).not.toHaveProperty("minAvailable");
  });

  it("takes the other way of saying it, and only that", async () => {
    const { resource } = await record({ disruption: { minAvailable: "50%" } });
    expect(resource("plex-pdb").inputs["spec"]).toEqual({
      minAvailable: "50%",
      selector: { matchLabels: { "app.kubernetes.io/name": "plex" } },
      unhealthyPodEvictionPolicy: "AlwaysAllow",
    });
  });

  it.each<[string, Partial<Workload>, string]>([
    ["what an operator manages", { disruption: "operator" }, "workloads[media/plex].disruption: is made by the workload's operator"],
    [
      "a maximum of no pods",
      { disruption: { maxUnavailable: 0 } },
      'never allows an eviction, and so blocks every drain (found {"maxUnavailable":0})',
    ],
    ["a maximum of 0 %", { disruption: { maxUnavailable: "0%" } }, "never allows an eviction"],
    ["a minimum of all pods", { disruption: { minAvailable: "100%" } }, "never allows an eviction"],
    ["a selector of every pod", { podLabels: {} }, "workloads[media/plex].podLabels: is empty"],
  ])("refuses %s", async (_, change, message) => {
    await expect(record(change)).rejects.toThrow(message);
  });
});
