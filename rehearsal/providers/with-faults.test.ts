import { Faults, type FaultEffect, type FaultyOperation } from "./faults";
import { InitializationError, type StandIn } from "./stand-in";
import { smallRequests, smallStandIn } from "./testing/small-stand-in";
import { withFaults } from "./with-faults";

let calls: string[];
let faults: Faults;
let standIn: StandIn;

beforeEach(() => {
  calls = [];
  faults = new Faults();
  standIn = withFaults(smallStandIn(calls), faults);
});

/** Asks for one operation. */
async function ask(operation: FaultyOperation): Promise<unknown> {
  switch (operation) {
    case "check":
      return standIn.check(smallRequests.check);
    case "create":
      return standIn.create(smallRequests.create);
    case "update":
      return standIn.update(smallRequests.update);
    case "read":
      return standIn.read(smallRequests.read);
    case "delete":
      return standIn.delete?.(smallRequests.delete);
  }
}

const answers = {
  check: { inputs: { size: 1 }, failures: [] },
  create: { id: "a", outputs: { size: 1, made: true } },
  update: { size: 2, changed: true },
  read: { id: "a", inputs: { size: 1 }, outputs: { size: 1 } },
  delete: undefined,
} satisfies Readonly<Record<FaultyOperation, unknown>>;
const operations = ["check", "create", "update", "read", "delete"] as const;

it.each(operations)("%s passes where no fault is put into it", async (operation) => {
  for (const resource of ["other", "thing-2"]) {
    faults.add({ operation, resource, times: "always", message: "lost" });
  }
  expect([await ask(operation), calls]).toEqual([answers[operation], [operation]]);
});

it.each(operations)("%s fails as often as told, having done nothing, and works again", async (operation) => {
  faults.add({ operation, resource: "thing", times: 2, message: "lost" });
  for (let time = 0; time < 2; time++) {
    await expect(async () => ask(operation)).rejects.toThrow("lost");
  }
  expect(calls).toEqual([]);
  expect([await ask(operation), calls]).toEqual([answers[operation], [operation]]);
});

it.each(["create", "update", "delete"] as const)("%s takes effect, and its answer is lost", async (operation) => {
  const heard: string[] = [];
  faults.add({ operation, resource: "thing", times: 1, message: "lost", effect: "everything", then: () => heard.push(...calls) });
  await expect(async () => ask(operation)).rejects.toThrow(new Error("lost"));
  // What a test does then, such as ending the engine, it does after the effect.
  expect([calls, heard]).toEqual([[operation], [operation]]);
});

it.each([
  ["create", { id: "a", outputs: { size: 1, made: true } }],
  ["update", { id: "a", outputs: { size: 2, changed: true } }],
] as const)("%s makes something that is not ready, and says what there is", async (operation, made) => {
  faults.add({ operation, resource: "thing", times: 1, message: "no node", effect: "part" });
  const failure: unknown = await ask(operation).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(InitializationError);
  expect(failure).toMatchObject({ message: "no node", reasons: ["no node"], ...made });
  expect(calls).toEqual([operation]);
});

it.each(["nothing", "everything", "part"] satisfies readonly FaultEffect[])(
  "a preview changes nothing, so that it passes: a fault with effect on %s waits for the update",
  async (effect) => {
    faults.add({ operation: "create", resource: "thing", times: 1, message: "lost", effect });
    faults.add({ operation: "update", resource: "thing", times: 1, message: "lost", effect });
    await standIn.create({ ...smallRequests.create, preview: true });
    await standIn.update({ ...smallRequests.update, preview: true });
    expect(calls).toEqual(["previewed create", "previewed update"]);
    await expect(ask("create")).rejects.toThrow("lost");
    await expect(ask("update")).rejects.toThrow("lost");
  },
);
