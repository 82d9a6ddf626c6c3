import { join } from "node:path";
import { limitRangeSpec, quotaSpec } from "../../../infra/tiers/objects";
import { tiersOf } from "../../../infra/tiers/testing/tiers-of";
import { judged, mutatedOrGenerated } from "../testing/kyverno";
import { cpuLimitMessage, tierMessage } from "./rule-policies";
import { tierPolicyDocuments } from "./tier-policies";

const fixtures = join(__dirname, "fixtures");
const namespaces = join(fixtures, "namespaces.yaml");
const pods = join(fixtures, "pods.yaml");
const values = join(fixtures, "values.yaml");

jest.setTimeout(600_000);

/** Both APIs say the same; only the objects' names differ. */
describe.each(["policies.kyverno.io/v1", "kyverno.io/v1"] as const)("Kyverno's own CLI, with %s", (api) => {
  const tiers = tiersOf({ api });
  const documents = tierPolicyDocuments({ tiers, namespacesMadeElsewhere: ["kyverno"] });
  const policy = (name: string): object => documents.find(({ metadata }) => metadata.name === name) ?? {};
  const isNew = api === "policies.kyverno.io/v1";

  it("gives each namespace of a tier its LimitRange and its quota, and no other anything", async () => {
    const made = await mutatedOrGenerated({ policy: policy("tier-limits"), resources: namespaces });
    const { table } = tiers;
    const objects = (["0-core", "3-edge"] as const).flatMap((tier) => {
      const metadata = { name: isNew ? "tier" : `tier-${tier}`, namespace: tier === "0-core" ? "traefik" : "freshrss" };
      return [
        { apiVersion: "v1", kind: "LimitRange", metadata, spec: limitRangeSpec(table[tier]) },
        { apiVersion: "v1", kind: "ResourceQuota", metadata, spec: quotaSpec(table[tier]) },
      ];
    });
    expect(made).toHaveLength(4);
    expect(made).toMatchObject(objects);
  });

  it("gives a pod without a class that of its tier, and takes out the number that would contradict it", async () => {
    const changed = await mutatedOrGenerated({
      policy: policy(isNew ? "tier-priority-3-edge" : "tier-priority"),
      resources: pods,
      values,
    });
    const specs = Object.fromEntries(
      (changed as { metadata: { name: string }; spec: object }[]).map(({ metadata, spec }) => [metadata.name, spec]),
    );
    const container = { name: "app", image: "example.com/app:1" };
    expect(specs["plain"]).toEqual({
      priorityClassName: "3-edge",
      containers: [{ ...container, resources: { requests: { cpu: "100m", memory: "64Mi" }, limits: { memory: "64Mi" } } }],
    });
    expect(specs["classed"] ?? classed).toEqual(classed);
    expect(specs["elsewhere"] ?? {}).not.toHaveProperty("priorityClassName");
    expect(specs["throttled-start"] ?? {}).toEqual(
      isNew
        ? expect.not.objectContaining({ priorityClassName: expect.anything() as unknown })
        : expect.objectContaining({ priorityClassName: "0-core" }),
    );
  });

  it("finds a CPU limit in any container and in the pod as a whole, where there is a tier", async () => {
    const results = await judged({ policy: policy("tier-no-cpu-limits"), resources: pods, values });
    expect(results.map(({ name, result }) => [name, result])).toEqual([
      ["classed", "pass"],
      ["plain", "pass"],
      ["throttled", "fail"],
      ["throttled-start", "fail"],
      ["throttled-whole", "fail"],
    ]);
    for (const { message } of results.filter(({ result }) => result === "fail")) {
      expect(message).toContain(cpuLimitMessage.slice(0, 60));
    }
  });

  it("finds namespaces without a tier, but for those that are made elsewhere", async () => {
    const results = await judged({ policy: policy("tier-required"), resources: namespaces });
    expect(results.filter(({ result }) => result !== "skip").map(({ name, result }) => [name, result])).toEqual([
      ["freshrss", "pass"],
      ["misspelt", "fail"],
      ["traefik", "pass"],
      ["unlabelled", "fail"],
    ]);
    expect(results.find(({ name }) => name === "unlabelled")?.message).toContain(tierMessage.slice(0, 40));
  });
});

const classed = {
  priority: 2_000_000_000,
  priorityClassName: "system-cluster-critical",
  preemptionPolicy: "PreemptLowerPriority",
  containers: [{ name: "app", image: "example.com/app:1" }],
};
