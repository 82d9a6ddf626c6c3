import { loadStack } from "../stack/load-stack";
import { validConfig, validDefinition } from "../stack/testing/valid-stack";
import type { MigrationTable } from "./migration";
import { simulateMigration } from "./simulate-migration";

const stack = loadStack(validDefinition, validConfig);
const namespaces = [...new Set(stack.workloads.map(({ namespace }) => namespace))];

/** The valid stack's machines, rebuilt all at once. */
const table: MigrationTable = {
  from: { name: "old", controlPlanes: ["cp1"], workers: ["gpu1", "worker1"] },
  to: { name: "new" },
  phases: [{ title: "everything", joins: ["cp1", "gpu1", "worker1"], pauses: namespaces }],
};

test("while all machines are rebuilt there is no cluster, and afterwards the new one has everything", () => {
  const { moments, ...head } = simulateMigration(table, stack);
  expect(head).toEqual({ version: 1, stack: "valid", from: "old", to: "new" });
  expect(moments.map(({ phase, moment, clusters, rebuilding }) => [phase, moment, clusters.map(({ name }) => name), rebuilding])).toEqual([
    [0, "before", ["old"], []],
    [1, "rebuilding", [], ["cp1", "gpu1", "worker1"]],
    [1, "after", ["new"], []],
  ]);
  const [before, , after] = moments;
  expect(after?.clusters[0]).toMatchObject({ holds: true, missing: [], nodes: ["cp1", "gpu1", "worker1"] });
  expect(after?.clusters[0]?.etcd).toEqual({ members: 1, quorum: 1, tolerates: 0 });
  expect(before?.clusters[0]?.pods).toBeLessThanOrEqual(after?.clusters[0]?.pods ?? 0);
});

test("what is fixed to a machine counts in the cluster that has the machine", () => {
  const phases = [
    { title: "a", joins: ["cp1"], setsUp: namespaces },
    { title: "b", joins: ["gpu1", "worker1"] },
  ];
  const { moments } = simulateMigration({ ...table, phases }, stack);
  const first = moments.find(({ phase, moment }) => phase === 1 && moment === "after");
  const [old, fresh] = first?.clusters ?? [];
  expect([old?.nodes, fresh?.nodes]).toEqual([["gpu1", "worker1"], ["cp1"]]);
  const missing = [...(old?.missing ?? []), ...(fresh?.missing ?? [])].map(({ name }) => name);
  expect(missing).not.toContain("kube-apiserver");
});

test.each<[string, Partial<MigrationTable>, string]>([
  [
    "a machine that is none",
    { from: { ...table.from, workers: ["gpu1", "worker2"] } },
    "from: is no machine of the tables (found worker2)\n    fix: did you mean",
  ],
  ["no control plane", { from: { ...table.from, controlPlanes: [] } }, "from.controlPlanes: is empty"],
  [
    "a machine left behind",
    { phases: [{ title: "a", joins: ["cp1", "gpu1"], pauses: namespaces }] },
    "phases: leave this machine in the old cluster (found worker1)\n    fix: name it in joins of a phase",
  ],
  [
    "a machine taken twice",
    { phases: [...table.phases, { title: "b", joins: ["gpu1"] }] },
    "phases: take this machine over more than once (1, 2) (found gpu1)\n    fix: keep one",
  ],
  [
    "a namespace that is none",
    { phases: [...table.phases, { title: "b", moves: ["medai"] }] },
    "phases[2]: is no namespace of the tables (found medai)\n    fix: did you mean",
  ],
  [
    "a namespace left behind",
    { phases: [{ title: "a", joins: ["cp1", "gpu1", "worker1"], pauses: namespaces.filter((name) => name !== "media") }] },
    "phases: leave this namespace in the old cluster (found media)\n    fix: name it in setsUp, moves or pauses of a phase",
  ],
])("refuses %s", (_, change, message) => {
  expect(() => simulateMigration({ ...table, ...change }, stack)).toThrow(
    `the migration of stack "valid" does not lead from one cluster to the other\n  ${message}`,
  );
});
