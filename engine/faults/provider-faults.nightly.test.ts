import * as kubernetes from "@pulumi/kubernetes";
import { Faults } from "../../rehearsal/providers/faults";
import { Inventory } from "../../rehearsal/providers/inventory";
import type { IsolatedEngine } from "../engine";
import { openTestStack, operationLimit } from "../testing/isolated";

/** A provider that fails in the middle of an update, on the real engine. Each test begins where the one before has ended. */
const inventory = new Inventory();
const faults = new Faults();
const type = "kubernetes:core/v1:ConfigMap";
let engine: IsolatedEngine;
let names: readonly string[] = ["a", "b"];
let size = "1";

beforeAll(async () => {
  engine = await openTestStack({
    inventory,
    faults,
    providerPackages: ["@pulumi/kubernetes"],
    program: async () => {
      for (const name of names) {
        new kubernetes.core.v1.ConfigMap(name, { metadata: { name, namespace: "apps", labels: { size } } });
      }
      return Promise.resolve({});
    },
  });
}, operationLimit);

afterAll(() => {
  engine.close();
});

afterEach(() => {
  faults.clear();
});

/** Outcome and counts of an update, and how often each object was really made. */
async function up(): Promise<unknown> {
  const { outcome, counts } = await engine.up();
  return { outcome, counts, made: names.map((name) => inventory.timesMade(type, `apps/${name}`)) };
}

it(
  "that always fails leaves the others made, and makes up for it with one update once it works again",
  async () => {
    faults.add({ operation: "create", resource: "b", times: "always", message: "quota exceeded" });
    expect(await up()).toMatchObject({ outcome: "failed", made: [1, 0] });
    faults.clear();
    expect(await up()).toEqual({ outcome: "fine", counts: { create: 1, same: 2 }, made: [1, 1] });
  },
  operationLimit,
);

it(
  "that makes something half keeps it in the state, and finishes the same one",
  async () => {
    names = ["a", "b", "c"];
    faults.add({ operation: "create", resource: "c", times: 1, message: "not ready in time", effect: "part" });
    expect(await up()).toMatchObject({ outcome: "failed", made: [1, 1, 1] });
    expect(await up()).toEqual({ outcome: "fine", counts: { same: 3, update: 1 }, made: [1, 1, 1] });
  },
  operationLimit,
);

it(
  "whose answers are lost is told the same again: one object of each name, all as the program says",
  async () => {
    const lost = { times: 1, message: "connection reset", effect: "everything" } as const;
    size = "2";
    faults.add({ operation: "update", resource: "a", ...lost });
    expect(await up()).toMatchObject({ outcome: "failed" });
    names = ["a", "b", "c", "d"];
    faults.add({ operation: "create", resource: "d", ...lost });
    expect(await up()).toMatchObject({ outcome: "failed" });
    names = ["a", "c", "d"];
    faults.add({ operation: "delete", resource: "b", ...lost });
    expect(await up()).toMatchObject({ outcome: "failed" });
    expect(await up()).toMatchObject({ outcome: "fine" });
    expect(inventory.ids).toEqual(names.map((name) => `${type} apps/${name}`));
    expect((await engine.up()).counts).toEqual({ same: 4 });
  },
  operationLimit,
);
