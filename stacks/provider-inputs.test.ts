import { log } from "@pulumi/pulumi";
import { recordProgram } from "../components/testing/recorded-program";
import { plan } from "../infra/placement/plan";
import { stackConfigSchema } from "../infra/stack/config";
import { loadStack } from "../infra/stack/load-stack";
import { standIns } from "../rehearsal/providers";
import { toPropertyMap } from "../rehearsal/providers/property-value";
import { loadDefinition } from "./definitions";
import { programs } from "./programs";

const config = stackConfigSchema.parse({});
/** By declarations of the provider's own SDK, or by a schema that was written after it. */
const checked = ["proxmoxve", "talos"];
const providers = new Map(checked.map((name) => [name, standIns[name]?.("0.0.0")]));

beforeAll(() => {
  jest.spyOn(log, "info").mockResolvedValue(undefined);
});

const withMachines = Object.entries(programs).filter(([, { providerPackages }]) => providerPackages.includes("@pulumiverse/talos"));

it.each(withMachines)("the providers of machines take every input of %s", async (name, { deploy }) => {
  const stack = loadStack(await loadDefinition(name), config);
  const { resources } = await recordProgram(() => deploy({ stack, plan: plan(stack.problem), config }), {
    preview: true,
    invoke: ({ inputs }: { inputs: Record<string, unknown> }) => ({ ...inputs, machineConfiguration: "version: v1alpha1\n" }),
    outputs: ({ type }) => (type === "talos:machine/secrets:Secrets" ? { clientConfiguration, machineSecrets: {} } : {}),
  });
  const machines = resources.filter(({ type }) => checked.includes(type.slice(0, type.indexOf(":"))));
  expect(machines.length).toBeGreaterThan(0);
  expect(
    machines.flatMap(({ type, name: resource, inputs }) => {
      const provider = providers.get(type.slice(0, type.indexOf(":")));
      const { failures } = provider?.check({
        urn: `urn:pulumi:${name}::berth::${type}::${resource}`,
        type,
        name: resource,
        oldInputs: undefined,
        inputs: toPropertyMap(inputs),
        randomSeed: "",
      }) ?? { failures: [{ property: "", reason: "no provider" }] };
      return failures.map(({ property, reason }) => `${resource}.${property}: ${reason}`);
    }),
  ).toEqual([]);
});

const clientConfiguration = { caCertificate: "Y2E=", clientCertificate: "Y2VydA==", clientKey: "a2V5" };
