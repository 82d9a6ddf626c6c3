import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { plan } from "../infra/placement/plan";
import { stackConfigSchema } from "../infra/stack/config";
import type { StackDefinition } from "../infra/stack/definition";
import { loadStack } from "../infra/stack/load-stack";
import { packConfigurationOf } from "../policies/configuration";
import { deploy } from "../stacks/homelab";
import { definition } from "../stacks/homelab/definition";
import type { IsolatedEngine } from "./engine";
import { openTestStack, operationLimit, projectDirectory } from "./testing/isolated";

/** The whole homelab stack through its life, on the real engine, with every policy. The tests go in this order. */
let folder: string;
let engine: IsolatedEngine;
let current: StackDefinition = definition;
let resources: number;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "berth-homelab-"));
  const talosSecretsFile = join(folder, "secrets.yaml");
  const talosDocuments = join(folder, "documents");
  writeFileSync(talosSecretsFile, "cluster: {}\n");
  mkdirSync(talosDocuments);
  const config = stackConfigSchema.parse({ talosSecretsFile, talosDocuments });
  engine = await openTestStack({
    policyPacks: [{ path: join(projectDirectory, "policies"), configuration: packConfigurationOf(loadStack(definition, config)) }],
    program: async () => {
      const stack = loadStack(current, config);
      return deploy({ stack, config, plan: plan(stack.problem) });
    },
  });
}, 600_000);

afterAll(() => {
  engine.close();
  rmSync(folder, { recursive: true, force: true });
});

it(
  "previews with every policy and no finding",
  async () => {
    const { outcome, counts, violations, diagnostics } = await engine.preview();
    expect({ outcome, violations, diagnostics }).toEqual({ outcome: "fine", violations: [], diagnostics: [] });
    const { create = 0, ...others } = counts;
    expect(create).toBeGreaterThan(100);
    expect(others).toEqual({ import: 1 });
    resources = create + 1;
  },
  operationLimit,
);

it(
  "comes up as previewed",
  async () => {
    const { outcome, counts, violations } = await engine.up();
    expect({ outcome, counts, violations }).toEqual({ outcome: "fine", counts: { create: resources - 1, import: 1 }, violations: [] });
  },
  operationLimit,
);

it(
  "has nothing to do the second time",
  async () => {
    const { counts, steps } = await engine.up();
    expect({ counts, steps }).toEqual({ counts: { same: resources }, steps: [] });
  },
  operationLimit,
);

it(
  "previews no change after no change",
  async () => {
    const { counts, steps } = await engine.preview();
    expect({ counts, steps }).toEqual({ counts: { same: resources }, steps: [] });
  },
  operationLimit,
);

it(
  "changes the one property that a changed workload changes",
  async () => {
    current = withImage("catalyst-llm/ollama", "docker.io/ollama/ollama:99.0.0");
    const { counts, steps } = await engine.preview();
    expect(counts).toEqual({ same: resources - 1, update: 1 });
    expect(steps).toEqual([
      {
        operation: "update",
        urn: "urn:pulumi:homelab::berth::berth:scheduling:OwnedWorkload$kubernetes:apps/v1:Deployment::catalyst-llm-ollama-deployment",
        type: "kubernetes:apps/v1:Deployment",
        name: "catalyst-llm-ollama-deployment",
        changes: [{ path: "spec.template.spec.containers[0].image", kind: "update", replaces: false }],
      },
    ]);
  },
  operationLimit,
);

it(
  "leaves nothing behind when it is destroyed",
  async () => {
    const { counts, outcome } = await engine.destroy();
    expect({ counts, outcome }).toEqual({ counts: { delete: resources }, outcome: "fine" });
    expect(await engine.state()).not.toHaveProperty("deployment.resources");
  },
  operationLimit,
);

function withImage(id: string, image: string): StackDefinition {
  const workloads = definition.workloads.map((row) =>
    `${row.namespace}/${row.name}` === id && row.containers !== undefined
      ? { ...row, containers: row.containers.map((container) => ({ ...container, image })) }
      : row,
  );
  return { ...definition, workloads };
}
