import { Faults } from "./faults";

const urn = "urn:pulumi:s::p::kubernetes:apps/v1:Deployment::web";

it("fails as often as told", () => {
  const faults = new Faults();
  faults.add({ operation: "create", resource: "web", times: 2, message: "boom" });
  expect([1, 2, 3].map(() => faults.strike("create", urn)?.message)).toEqual(["boom", "boom", undefined]);
});

it("fails for good when told so, and only what it was told to", () => {
  const faults = new Faults();
  faults.add({ operation: "update", resource: "web", times: "always", message: "boom", effect: "everything" });
  expect(
    [faults.strike("update", urn), faults.strike("update", urn), faults.strike("create", urn), faults.strike("update", `${urn}-2`)].map(
      (fault) => fault?.effect,
    ),
  ).toEqual(["everything", "everything", undefined, undefined]);
  faults.clear();
  expect(faults.strike("update", urn)).toBeUndefined();
});
