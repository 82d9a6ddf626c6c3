import { join } from "node:path";
import { secretSettingNames, stackConfigSchema } from "../infra/stack/config";
import { packConfigurationOf } from "../policies/configuration";
import { definition } from "../stacks/portkey/definition";
import { prepareDefinition } from "../stacks/prepare";
import { programs } from "../stacks/programs";
import type { IsolatedEngine } from "./engine";
import { openTestStack, operationLimit, projectDirectory } from "./testing/isolated";

/** The whole portkey stack from nothing, on the real engine, with every policy. The tests go in this order. */
let engine: IsolatedEngine;
let created: number;

/** Other stacks' settings; they are secrets here too, but nothing of portkey takes them up. */
const ofOthers = /^(contabo|scaleRelay)/;
const secrets = secretSettingNames.map((name) => ({ name, value: `value-of-${name}` }));

beforeAll(async () => {
  const args = prepareDefinition(definition, stackConfigSchema.parse({}));
  const { portkey } = programs;
  if (portkey === undefined) {
    throw new Error("there is no program of portkey");
  }
  engine = await openTestStack({
    stackName: "portkey",
    providerPackages: portkey.providerPackages,
    policyPacks: [{ path: join(projectDirectory, "policies"), configuration: packConfigurationOf(args.stack) }],
    settings: ["config:", ...secrets.map(({ name, value }) => `  berth:${name}: ${value}`)].join("\n"),
    program: async () => portkey.deploy(args),
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
    expect(create).toBeGreaterThan(200);
    expect(others).toEqual({});
    created = create;
  },
  operationLimit,
);

it(
  "comes up from nothing as previewed",
  async () => {
    const { outcome, counts, violations } = await engine.up();
    expect({ outcome, counts, violations }).toEqual({ outcome: "fine", counts: { create: created }, violations: [] });
  },
  operationLimit,
);

it("keeps every secret encrypted in its state and outputs", async () => {
  const state = JSON.stringify(await engine.state());
  for (const { value } of secrets.filter(({ name }) => name !== "proxmoxApiToken" && !ofOthers.test(name))) {
    expect(state).toContain(value);
  }
  const inTheClear = state.replace(/"plaintext":"(\\.|[^"\\])*"/g, "");
  for (const { value } of secrets) {
    expect(inTheClear).not.toContain(value);
  }
});

it(
  "has nothing to do the second time",
  async () => {
    const { counts, steps } = await engine.preview();
    expect({ counts, steps }).toEqual({ counts: { same: created }, steps: [] });
  },
  operationLimit,
);
