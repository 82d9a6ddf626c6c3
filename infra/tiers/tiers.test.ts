import { readFileSync } from "node:fs";
import { join } from "node:path";
import { mistakesIn } from "../stack/testing/mistakes";
import { validConfig, withNamespace as changeNamespace, withWorkload as changeWorkload } from "../stack/testing/valid-stack";
import { loadStack } from "../stack/load-stack";
import type { StackDefinition } from "../stack/definition";
import { type NamespaceRow, tierSchema, type WorkloadRow } from "../workloads/schema";
import { priorities } from "../workloads/priority";
import { normalizeTiers } from "./normalize";
import { limitRangeSpec, quotaSpec } from "./objects";
import type { TierSettings } from "./schema";
import { standardTiers } from "./tier-table";

const mebibyte = 1024 ** 2;

/** A stack that is right with tiers and without: its database says how much it may use. */
const valid = changeWorkload("databases/postgres", { limits: { memory: "1Gi" } });
const withWorkload = (id: string, change: Partial<WorkloadRow>): StackDefinition => changeWorkload(id, change, valid);
const withNamespace = (name: string, change: Partial<NamespaceRow>, definition = valid): StackDefinition =>
  changeNamespace(name, change, definition);
const tiered = (tiers: TierSettings = {}, definition: StackDefinition = valid): StackDefinition => ({ ...definition, tiers });

describe("the standard tiers", () => {
  it("are those of seed 001, without a CPU limit", () => {
    expect(Object.fromEntries(Object.entries(standardTiers).map(([tier, row]) => [tier, limitRangeSpec(row).limits[0]]))).toEqual({
      "0-core": container("500m", "512Mi", "512Mi", "8Gi"),
      "1-cluster": container("500m", "512Mi", "512Mi", "4Gi"),
      "2-gpu": container("1", "2Gi", "2Gi", "16Gi"),
      "3-edge": container("250m", "256Mi", "512Mi", "4Gi"),
      "4-aux": container("250m", "256Mi", "512Mi", "4Gi"),
    });
    expect(Object.fromEntries(Object.entries(standardTiers).map(([tier, row]) => [tier, quotaSpec(row).hard]))).toEqual({
      "0-core": { "requests.cpu": "32", "requests.memory": "64Gi", pods: "100" },
      "1-cluster": { "requests.cpu": "16", "requests.memory": "32Gi", pods: "30" },
      "2-gpu": { "requests.cpu": "48", "requests.memory": "96Gi", pods: "40" },
      "3-edge": { "requests.cpu": "16", "requests.memory": "32Gi", pods: "30" },
      "4-aux": { "requests.cpu": "8", "requests.memory": "16Gi", pods: "20" },
    });
    expect(priorities.map(({ name, value }) => [name, value])).toEqual([
      ["0-core", 900_000],
      ["1-cluster", 700_000],
      ["2-gpu", 500_000],
      ["3-edge", 300_000],
      ["4-aux", 200_000],
    ]);
  });

  it("request below the limit exactly where that is what they are meant to do", () => {
    for (const { memory, limitRange } of Object.values(standardTiers)) {
      expect(limitRange.defaultRequest.memory === limitRange.default.memory).toBe(memory === "request-is-limit");
    }
  });
});

function container(cpu: string, memory: string, limit: string, max: string): object {
  return { type: "Container", defaultRequest: { cpu, memory }, default: { memory: limit }, max: { memory: max } };
}

it("are what docs/tiers.md says", () => {
  const page = readFileSync(join(__dirname, "../../docs/tiers.md"), "utf8");
  for (const { name, value } of priorities) {
    const { limitRange, quota, memory, stability } = standardTiers[tierSchema.parse(name)];
    const { defaultRequest, default: limit, max } = limitRange;
    expect(page).toContain(
      `| \`${name}\` | ${value} | ${defaultRequest.cpu}, ${defaultRequest.memory} | ${limit.memory} | ${max.memory} | ` +
        `${quota.cpu}, ${quota.memory}, ${quota.pods} | ${memory.replaceAll("-", " ")} | ${stability} |`,
    );
  }
});

describe("tiers that a stack changes", () => {
  it("keep what it does not name", () => {
    const settings: TierSettings = {
      table: { "4-aux": { quota: { pods: 40 }, limitRange: { defaultRequest: { cpu: "50m" } } } },
      cpuLimits: "Deny",
    };
    const { tiers } = normalizeTiers(settings);
    expect(tiers).toEqual({
      table: {
        ...standardTiers,
        "4-aux": {
          ...standardTiers["4-aux"],
          limitRange: { ...standardTiers["4-aux"].limitRange, defaultRequest: { cpu: "50m", memory: "256Mi" } },
          quota: { cpu: "8", memory: "16Gi", pods: 40 },
        },
      },
      cpuLimits: "Deny",
      namespacesWithoutTier: "Audit",
      api: "policies.kyverno.io/v1",
    });
  });

  it.each<[string, unknown, object]>([
    [
      "a default request above the default limit",
      { table: { "3-edge": { limitRange: { default: { memory: "128Mi" } } } } },
      {
        path: 'tiers.table["3-edge"].limitRange.defaultRequest.memory',
        value: '"256Mi"',
        message: "is more than the default limit",
        fix: "lower it to at most 128Mi",
      },
    ],
    [
      "a default limit above the maximum",
      { table: { "2-gpu": { limitRange: { max: { memory: "1Gi" } } } } },
      {
        path: 'tiers.table["2-gpu"].limitRange.default.memory',
        value: '"2Gi"',
        message: "is more than the maximum",
        fix: "lower it to at most 1Gi",
      },
    ],
    [
      "a quota that one pod without requests exceeds",
      { table: { "2-gpu": { quota: { cpu: "500m" } } } },
      {
        path: 'tiers.table["2-gpu"].limitRange.defaultRequest.cpu',
        value: '"1"',
        message: "is more than the quota of the whole namespace",
        fix: "lower it to at most 500m",
      },
    ],
    [
      "a CPU limit",
      { table: { "2-gpu": { limitRange: { max: { memory: "16Gi", cpu: "8" } } } } },
      { path: 'tiers.table["2-gpu"].limitRange.max.cpu', value: '"8"', message: "is not a known field", fix: "known here: memory" },
    ],
  ])("are refused with %s", (_, settings, finding) => {
    expect(normalizeTiers(settings).findings).toEqual([finding]);
  });
});

describe("a stack with tiers", () => {
  const small = withWorkload("home/dashboard", { containers: [{ name: "app", image: "example.com/app:1", requests: {} }] });

  it("counts what its LimitRange gives a container that says nothing", () => {
    const requestsOf = (definition: StackDefinition): unknown =>
      loadStack(definition, validConfig).workloads.find(({ id }) => id === "home/dashboard");
    expect(requestsOf(tiered({}, small))).toMatchObject({
      requests: { cpuMilli: 250, memoryBytes: 256 * mebibyte },
      limits: { memoryBytes: 512 * mebibyte },
    });
    expect(requestsOf(tiered({}, withNamespace("home", { madeElsewhere: true }, small)))).toMatchObject({
      requests: { cpuMilli: 0, memoryBytes: 0 },
      limits: {},
    });
  });

  it("loads when every workload fits its tier", () => {
    expect(mistakesIn(tiered())).toEqual([]);
  });

  it.each<[string, StackDefinition, object]>([
    [
      "a LimitRange of the namespace's own",
      withNamespace("home", { limitRange: { default: { memory: "1Gi" } } }),
      {
        path: "namespaces[home].limitRange",
        message: "is a second one: the namespace has that of its tier 3-edge, and whose defaults count is not defined",
        fix: 'remove it, or change the tier\'s under tiers.table["3-edge"].limitRange',
      },
    ],
    [
      "a container above the maximum",
      withWorkload("home/dashboard", {
        containers: [{ name: "app", image: "example.com/app:1", requests: { cpu: "1" }, limits: { memory: "5Gi" } }],
      }),
      {
        path: "workloads[home/dashboard].containers[app].limits.memory",
        value: '"5Gi"',
        message: "is more than its namespace's limitRange allows one container",
        fix: "lower it to at most 4Gi, or raise the maximum",
      },
    ],
    [
      "a pod of others above the maximum",
      withWorkload("home/mosquitto", { requests: { cpu: "20m", memory: "5Gi" }, limits: { memory: "5Gi" } }),
      {
        path: "workloads[home/mosquitto].limits.memory",
        value: '"5Gi"',
        message: "is more than its namespace's limitRange allows one container",
        fix: "lower it to at most 4Gi, or raise the maximum",
      },
    ],
    [
      "a pod of others that does not say what it requests",
      withWorkload("home/mosquitto", { requests: { memory: "64Mi" } }),
      {
        path: "workloads[home/mosquitto].requests.cpu",
        message: "is missing, and its namespace's limitRange gives each of its containers 250m",
        fix: "say what its pod requests with that",
      },
    ],
    [
      "a pod of others that requests more than it is limited to by default",
      withWorkload("home/mosquitto", { requests: { cpu: "20m", memory: "1Gi" } }),
      {
        path: "workloads[home/mosquitto].limits.memory",
        message: "is missing: without it a container gets 512Mi from its namespace's limitRange, and one that requests more is refused",
        fix: "set it to at least 1Gi",
      },
    ],
  ])("refuses %s, and without tiers does not", (_, definition, finding) => {
    expect(mistakesIn(tiered({}, definition))).toEqual([finding]);
    expect(mistakesIn(definition)).toEqual([]);
  });
});
