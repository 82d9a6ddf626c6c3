import type { FailureTable } from "../placement/what-if/failure-document";
import { failureTableSchema } from "./failures-json-schema";
import { failuresJsonSchema } from "./json-schema";

const pods = { namespace: "media", name: "sonarr", tier: 4, pods: 1 };
const table: FailureTable = {
  version: 1,
  stack: "valid",
  failures: [
    {
      kind: "host",
      name: "pve1",
      nodes: ["a", "b"],
      pods: 4,
      daemonPods: 1,
      controlPlaneWorks: true,
      survives: [{ ...pods, to: ["c"] }],
      makesRoom: [{ ...pods, from: ["c"], to: ["d"] }],
      waits: [{ ...pods, blockedBy: ["cpu: c"] }],
      helpless: [pods],
      lost: [{ ...pods, because: "its data is there" }],
      fullest: { node: "c", resource: "cpu", requested: 1, allocatable: 2 },
    },
  ],
};

test("a table of failures is accepted, with and without assumptions", () => {
  expect(failureTableSchema.parse(table)).toEqual(table);
  expect(failureTableSchema.safeParse({ ...table, assumptions: ["without a"] }).success).toBe(true);
});

test.each([
  ["another version", { ...table, version: 2 }],
  ["a field of its own", { ...table, generatedAt: "today" }],
  ["a kind that is none", { ...table, failures: table.failures.map((failure) => ({ ...failure, kind: "rack" })) }],
  [
    "a tier that is none",
    { ...table, failures: table.failures.map((failure) => ({ ...failure, survives: [{ ...pods, tier: 5, to: [] }] })) },
  ],
])("refuses %s", (_, document) => {
  expect(failureTableSchema.safeParse(document).success).toBe(false);
});

test("is published as JSON Schema with all but the assumptions required", () => {
  const schema = failuresJsonSchema();
  expect(schema.$schema).toBe("http://json-schema.org/draft-07/schema#");
  expect(schema.required).toEqual(["version", "stack", "failures"]);
  expect(JSON.stringify(schema)).not.toContain("readOnly");
});
