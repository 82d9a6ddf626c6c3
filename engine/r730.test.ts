import { join } from "node:path";
import { plan } from "../infra/placement/plan";
import { stackConfigSchema } from "../infra/stack/config";
import type { StackDefinition } from "../infra/stack/definition";
import { loadStack } from "../infra/stack/load-stack";
import { packConfigurationOf } from "../policies/configuration";
import { deploy } from "../stacks/r730";
import { definition } from "../stacks/r730/definition";
import { withCardIn } from "../stacks/r730/testing/with-card-in";
import type { IsolatedEngine } from "./engine";
import type { PreviewStep } from "./preview-result";
import { openTestStack, operationLimit, projectDirectory } from "./testing/isolated";

/** The R730 from bare Proxmox up, and its card moved, on the real engine with every policy. The tests go in this order. */
const apiToken = "berth@pve!test=6a1f0c1e-0000-0000-0000-000000000000";
const config = stackConfigSchema.parse({});
let engine: IsolatedEngine;
let current: StackDefinition = definition;
let resources: number;

beforeAll(async () => {
  engine = await openTestStack({
    stackName: "r730",
    providerPackages: ["@muhlba91/pulumi-proxmoxve", "@pulumi/kubernetes", "@pulumiverse/talos"],
    settings: `config:\n  berth:proxmoxApiToken: ${apiToken}\n`,
    policyPacks: [{ path: join(projectDirectory, "policies"), configuration: packConfigurationOf(loadStack(definition, config)) }],
    program: async () => {
      const stack = loadStack(current, config);
      return deploy({ stack, config, plan: plan(stack.problem) });
    },
  });
}, 600_000);

afterAll(() => {
  engine.close();
});

it(
  "previews with every policy and no finding",
  async () => {
    const { outcome, counts, violations, diagnostics } = await engine.preview();
    expect({ outcome, violations, diagnostics }).toEqual({ outcome: "fine", violations: [], diagnostics: [] });
    const { create = 0, ...others } = counts;
    expect(create).toBeGreaterThan(100);
    expect(others).toEqual({});
    resources = create;
  },
  operationLimit,
);

it(
  "comes up as previewed, and then has nothing to do",
  async () => {
    const { outcome, counts, violations } = await engine.up();
    expect({ outcome, counts, violations }).toEqual({ outcome: "fine", counts: { create: resources }, violations: [] });
    expect((await engine.preview()).counts).toEqual({ same: resources });
  },
  operationLimit,
);

it(
  "has nothing in its state that opens Proxmox or the cluster, but as secrets",
  async () => {
    const state = await engine.state();
    const shown = JSON.stringify(state, withoutSecrets);
    const whole = JSON.stringify(state);
    // Proxmox' token, a part of the machine secrets and of the way into Talos, of the kubeconfig, and of the talosconfig.
    for (const fragment of [apiToken, "bootstrapToken", "clientKey", "current-context", "context: r730"]) {
      expect([fragment, whole.includes(fragment), shown.includes(fragment)]).toEqual([fragment, true, false]);
    }
  },
  operationLimit,
);

it(
  "moves the card by changing two virtual machines and their configurations; beside that, others are placed anew",
  async () => {
    current = withCardIn("k8s-node3");
    const { outcome, steps, violations } = await engine.preview();
    expect({ outcome, violations }).toEqual({ outcome: "fine", violations: [] });
    const isPlacement = ({ type, name }: PreviewStep): boolean =>
      name === "kyverno-chart" || type === "kubernetes:policies.kyverno.io/v1:MutatingPolicy";
    expect(
      steps
        .filter((step) => !isPlacement(step))
        .map(({ operation, name }) => `${operation} ${name}`)
        .sort(),
    ).toEqual([
      "update r730-hosts-k8s-node1-vm",
      "update r730-hosts-k8s-node3-vm",
      "update r730-k8s-node1-apply",
      "update r730-k8s-node3-apply",
    ]);
    expect(
      steps
        .filter(({ name }) => name.endsWith("-vm"))
        .map(({ name, changes }) => [name, changes.map(({ path, kind }) => `${kind} ${path}`)]),
    ).toEqual([
      ["r730-hosts-k8s-node1-vm", ["delete hostpcis", "update migrate"]],
      ["r730-hosts-k8s-node3-vm", ["add hostpcis", "update migrate"]],
    ]);
    // What needs the card finds it by its label, wherever that is.
    expect(steps.filter(({ name }) => /2-gpu|nvidia|node-feature/.test(name))).toEqual([]);
  },
  operationLimit,
);

/** For JSON.stringify: what the engine knows to be secret has its signature beside it, and is encrypted where a state is kept. */
function withoutSecrets(_: string, value: unknown): unknown {
  const isSecret = typeof value === "object" && value !== null && "4dabf18193072939515e22adb298388d" in value;
  return isSecret ? "[secret]" : value;
}
