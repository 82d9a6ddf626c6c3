import type { Plan } from "../placement/plan-document";
import { planJsonSchema, stackFileJsonSchema } from "./json-schema";
import { planDocumentSchema } from "./plan-json-schema";

describe("the JSON Schema of a stack file", () => {
  const schema = stackFileJsonSchema();
  const config = schema.properties?.["config"];

  it("describes every setting under its name in the file", () => {
    expect(config).toMatchObject({
      type: "object",
      additionalProperties: false,
      properties: {
        "berth:applyRecommendations": { default: false, enum: [true, false, "true", "false"] },
        "berth:objective": { default: "balance", type: "string", enum: ["balance", "power"] },
        "berth:nodes": { anyOf: [{ type: "integer" }, { type: "string", pattern: "^[0-9]+$" }] },
        "berth:talosSecretsFile": { type: "string" },
      },
    });
    expect(config).not.toHaveProperty("required");
  });

  it("lets the settings of other providers and Pulumi's own keys through, and nothing else", () => {
    const [pattern = ""] = Object.keys((typeof config === "object" ? config.patternProperties : undefined) ?? {});
    const others = new RegExp(pattern);
    expect(["aws:region", "proxmoxve:endpoint", "berth-x:y"].every((key) => others.test(key))).toBe(true);
    expect(["berth:objectiv", "objective", "aws:"].some((key) => others.test(key))).toBe(false);
    expect(Object.keys(schema.properties ?? {})).toEqual(["config", "environment", "secretsprovider", "encryptedkey", "encryptionsalt"]);
    expect(schema.additionalProperties).toBe(false);
  });
});

const plan: Plan = {
  version: 1,
  stack: "valid",
  status: "infeasible",
  objectives: [{ name: "place", value: 1, bound: 1, gap: 0 }],
  nodes: [
    {
      name: "cp1",
      cpu: { allocatableMilli: 7950, beforeMilli: 100, afterMilli: 200 },
      memory: { allocatableMiB: 15_772, beforeMiB: 10, afterMiB: 20 },
      pods: { allocatable: 110, before: 1, after: 2 },
      watts: { before: 11, after: 12 },
    },
  ],
  workloads: [
    { namespace: "media", name: "sonarr", replicas: 1, nodes: ["gpu1"], failover: [], before: ["cp1"], moved: true, reason: "it fits" },
  ],
  unplaced: [{ namespace: "media", name: "radarr", replicas: 1, blockedBy: ["resources"], remedies: ["1 GiB more on gpu1"] }],
};

describe("the schema of a plan", () => {
  it("accepts a plan", () => {
    expect(planDocumentSchema.parse(plan)).toEqual(plan);
  });

  it.each([
    ["another version", { ...plan, version: 2 }],
    ["a field of its own", { ...plan, generatedAt: "today" }],
    ["a fraction of a watt", { ...plan, nodes: plan.nodes.map((node) => ({ ...node, watts: { before: 11.5, after: 12 } })) }],
    ["a status that is none", { ...plan, status: "fine" }],
  ])("refuses %s", (_, document) => {
    expect(planDocumentSchema.safeParse(document).success).toBe(false);
  });

  it("is published as JSON Schema with every field required", () => {
    const schema = planJsonSchema();
    expect(schema.$schema).toBe("http://json-schema.org/draft-07/schema#");
    expect(schema.required).toEqual(["version", "stack", "status", "objectives", "nodes", "workloads", "unplaced"]);
    expect(JSON.stringify(schema)).not.toContain("readOnly");
    expect(schema.properties?.["unplaced"]).toMatchObject({
      type: "array",
      items: { required: ["namespace", "name", "replicas", "blockedBy", "remedies"], additionalProperties: false },
    });
  });
});
