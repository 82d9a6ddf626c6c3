import { chosenStack } from "./chosen-stack";

test("the stack named is the one", () => {
  expect(chosenStack("garage", { PULUMI_STACK: "homelab" }, ["homelab"])).toBe("garage");
});

test("else the one that the environment names", () => {
  expect(chosenStack(undefined, { PULUMI_STACK: "garage" }, ["garage", "homelab"])).toBe("garage");
  expect(chosenStack(undefined, { PULUMI_STACK: "acme/berth/garage" }, ["garage", "homelab"])).toBe("garage");
});

test("else the only one", () => {
  expect(chosenStack(undefined, { PULUMI_STACK: "" }, ["homelab"])).toBe("homelab");
});

test("among several one must be named", () => {
  expect(() => chosenStack(undefined, {}, ["garage", "homelab"])).toThrow("name a stack: garage, homelab");
});
