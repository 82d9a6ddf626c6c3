import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { policiesMarkdown } from "./catalogue";

const root = join(__dirname, "..");
const page = policiesMarkdown();

const exceptionsSchema = z.array(
  z.strictObject({
    name: z.string().min(1),
    policyType: z.literal("postureExceptionPolicy"),
    reason: z.string().min(10),
    actions: z.tuple([z.literal("alertOnly")]),
    resources: z.array(z.strictObject({ designatorType: z.literal("Attributes"), attributes: z.record(z.string(), z.string()) })).min(1),
    posturePolicies: z.array(z.strictObject({ controlID: z.string() })).min(1),
  }),
);

it("Kubescape takes a missing CPU limit for none of its faults, and nothing else", () => {
  const exceptions = exceptionsSchema.parse(JSON.parse(readFileSync(join(root, "kubescape-exceptions.json"), "utf8")));
  const ids = exceptions.flatMap(({ posturePolicies }) => posturePolicies.map(({ controlID }) => controlID));
  expect(ids).toEqual(["C-0270", "C-0050"]);
  expect(exceptions.map(({ reason }) => reason)).toEqual([expect.stringContaining("docs/policies.md#no-cpu-limits") as string]);
  ids.forEach((id) => {
    expect(page).toContain(`\`${id}\``);
  });
});

it("Trivy neither, and the file says why", () => {
  const lines = readFileSync(join(root, ".trivyignore"), "utf8").split("\n");
  expect(lines.filter((line) => line !== "" && !line.startsWith("#"))).toEqual(["KSV-0011", "AVD-KSV-0011"]);
  expect(lines.filter((line) => line.startsWith("#")).join(" ")).toContain("docs/policies.md#no-cpu-limits");
  expect(page).toContain("`KSV-0011`");
});

it("kube-score has a flag for it, which leaves the rest of its check container-resources in place", () => {
  expect(page).toContain("kube-score score --ignore-container-cpu-limit");
  expect(page).toContain("`container-resources`");
});
