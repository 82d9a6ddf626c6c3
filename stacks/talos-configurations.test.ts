import { parseStackConfig } from "../infra/stack/parse-config";
import { talosConfig } from "../toolchain/talos-config";
import { requireUserDataFits } from "../infra/burst/user-data";
import { stackNames } from "./definitions";
import { renderedConfigurations, type RenderedConfigurations } from "./testing/rendered-configurations";

jest.setTimeout(10 * 60 * 1000);

function judgements({ answers }: RenderedConfigurations): readonly object[] {
  return answers.map(({ name, errors, warnings }) => ({ name, errors, warnings }));
}

it.each([...stackNames])("every machine of %s gets a configuration that Talos accepts without a word", async (stackName) => {
  const rendered = await renderedConfigurations(stackName, parseStackConfig({}, "test"));
  const { hardware, answers } = rendered;
  if (hardware.operatingSystem.kind === "talos") {
    // Another minor has other fields and other rules: the library under toolchain/talos has to follow the stacks.
    expect(hardware.operatingSystem.version).toMatch(new RegExp(`^v${talosConfig.version.major}\\.${talosConfig.version.minor}\\.`));
  }
  const talosMachines = hardware.operatingSystem.kind === "talos" ? hardware.machines : [];
  expect(answers.map(({ name }) => name).sort()).toEqual(talosMachines.map(({ name }) => name).sort());
  expect(judgements(rendered)).toEqual(answers.map(({ name }) => ({ name, errors: [], warnings: [] })));
});

it("with bursts so does a rented node, in the size that EC2 takes, and every machine of the homelab", async () => {
  const burst = { mode: "nodes", accountId: "111122223333", issuerBucket: "homelab-issuer", budgetEmails: ["me@example.com"] };
  const rendered = await renderedConfigurations("homelab", parseStackConfig({ burst }, "test"));
  const names = [...rendered.hardware.machines.map(({ name }) => name), "rented"];
  expect(judgements(rendered)).toEqual(names.map((name) => ({ name, errors: [], warnings: [] })));
  const userData = rendered.answers.find(({ name }) => name === "rented")?.configuration ?? "";
  expect(requireUserDataFits(userData)).toContain("karpenter.sh/unregistered");
});
