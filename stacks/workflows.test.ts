import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import packageJson from "../package.json";
import { stackNames } from "./definitions";

const github = join(__dirname, "..", ".github");

const step = z.looseObject({ uses: z.string().optional(), run: z.string().optional(), env: z.record(z.string(), z.string()).optional() });
const job = z.looseObject({
  steps: z.array(step),
  strategy: z.looseObject({ matrix: z.looseObject({ stack: z.array(z.string()) }) }).optional(),
});
const workflow = z.looseObject({ permissions: z.record(z.string(), z.string()), jobs: z.record(z.string(), job), on: z.unknown() });
const action = z.looseObject({ runs: z.looseObject({ steps: z.array(step) }) });

function read(path: string): unknown {
  const content: unknown = parse(readFileSync(join(github, path), "utf8"));
  return content;
}

const preview = workflow.parse(read("workflows/preview.yml"));
const up = workflow.parse(read("workflows/up.yml"));
const scale = workflow.parse(read("workflows/scale.yml"));
const drift = workflow.parse(read("workflows/drift.yml"));
const nightly = workflow.parse(read("workflows/nightly.yml"));
const steps = [preview, up, scale, drift, nightly].flatMap(({ jobs }) => Object.values(jobs).flatMap(({ steps: ofJob }) => ofJob));
const setup = action.parse(read("actions/setup/action.yml"));

test("a pull request previews every stack", () => {
  expect(preview.jobs["preview"]?.strategy?.matrix.stack).toEqual(stackNames);
});

test("every stack is rehearsed at night", () => {
  expect(nightly.jobs["rehearse"]?.strategy?.matrix.stack).toEqual(stackNames);
});

test("every stack is looked at for drift", () => {
  expect(drift.jobs["drift"]?.strategy?.matrix.stack).toEqual(stackNames);
});

test("every stack can be brought up on demand", () => {
  const dispatch = z.looseObject({
    workflow_dispatch: z.looseObject({ inputs: z.looseObject({ stack: z.looseObject({ options: z.array(z.string()) }) }) }),
  });
  expect(dispatch.parse(up.on).workflow_dispatch.inputs.stack.options).toEqual(stackNames);
});

test("the Pulumi CLI of the workflows is the version of the SDK", () => {
  const install = setup.runs.steps.find(({ env }) => env?.["PULUMI_VERSION"] !== undefined);
  expect(install?.env?.["PULUMI_VERSION"]).toBe(packageJson.dependencies["@pulumi/pulumi"]);
});

test("nothing has permissions that it does not ask for", () => {
  expect(preview.permissions).toEqual({});
  expect(up.permissions).toEqual({});
  expect(scale.permissions).toEqual({});
  expect(drift.permissions).toEqual({});
  expect(nightly.permissions).toEqual({});
});

test("every action of others is pinned to a commit", () => {
  const used = [...steps, ...setup.runs.steps].flatMap(({ uses }) => (uses === undefined || uses.startsWith("./") ? [] : [uses]));
  expect(used.length).toBeGreaterThan(0);
  for (const reference of used) {
    expect(reference).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
  }
});

test("no script puts an expression of the event into a shell", () => {
  for (const { run } of [...steps, ...setup.runs.steps]) {
    expect(run ?? "").not.toContain("${{");
  }
});
