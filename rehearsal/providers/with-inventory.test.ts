import { Inventory } from "./inventory";
import type { StandIn } from "./stand-in";
import { smallRequests, smallStandIn } from "./testing/small-stand-in";
import { withInventory } from "./with-inventory";

const type = "small:index:Thing";
const made = { inputs: { size: 1 }, outputs: { size: 1, made: true } };

let calls: string[];
let inventory: Inventory;
let standIn: StandIn;

beforeEach(() => {
  calls = [];
  inventory = new Inventory();
  standIn = withInventory(smallStandIn(calls), inventory);
});

it("what it makes, changes and deletes is there, is otherwise, and is gone", async () => {
  expect(await standIn.create(smallRequests.create)).toEqual({ id: "a", outputs: made.outputs });
  expect([inventory.ids, inventory.find(type, "a")]).toEqual([[`${type} a`], made]);
  expect(await standIn.update(smallRequests.update)).toEqual({ size: 2, changed: true });
  expect(inventory.find(type, "a")).toEqual({ inputs: { size: 2 }, outputs: { size: 2, changed: true } });
  await standIn.delete?.(smallRequests.delete);
  expect([inventory.ids, calls]).toEqual([[], ["create", "update", "delete"]]);
});

it("counts how often the same was made", async () => {
  await standIn.create(smallRequests.create);
  await standIn.update(smallRequests.update);
  expect(inventory.timesMade(type, "a")).toBe(1);
  await standIn.create(smallRequests.create);
  expect(inventory.timesMade(type, "a")).toBe(2);
});

it("a preview changes nothing of what is there", async () => {
  await standIn.create({ ...smallRequests.create, preview: true });
  expect([inventory.ids, inventory.timesMade(type, "a")]).toEqual([[], 0]);
  await standIn.create(smallRequests.create);
  await standIn.update({ ...smallRequests.update, preview: true });
  expect(inventory.find(type, "a")).toEqual(made);
});

it("what it reads is what is there, whoever has changed it, and not what the state says", async () => {
  expect(await standIn.read(smallRequests.read)).toBeUndefined();
  await standIn.create(smallRequests.create);
  const changed = { inputs: { size: 9 }, outputs: { size: 9 } };
  inventory.changed(type, "a", changed);
  expect(await standIn.read(smallRequests.read)).toEqual({ id: "a", ...changed });
  inventory.removed(type, "a");
  expect(await standIn.read(smallRequests.read)).toBeUndefined();
  expect(calls).toEqual(["create"]);
});

it("deletes what is there also where there is nothing behind the stand-in", async () => {
  const { name, version, check, replacement, create, update, read, invoke } = smallStandIn(calls);
  const kept = withInventory({ name, version, check, replacement, create, update, read, invoke }, inventory);
  await kept.create(smallRequests.create);
  await kept.delete?.(smallRequests.delete);
  expect(inventory.ids).toEqual([]);
});
