import { recordProgram, type Recording } from "../components/testing/recorded-program";
import { prepareStack } from "./prepare";
import { stackNames } from "./definitions";
import { programs } from "./programs";
import type { HardwareProfile } from "../infra/hardware/machine";
import { parseStackConfig } from "../infra/stack/parse-config";
import { renderTalosConfigurations, talosConfig, type TalosNodeAnswer, type TalosNodeRequest } from "../toolchain/talos-config";

jest.setTimeout(10 * 60 * 1000);

const applyType = "talos:machine/configurationApply:ConfigurationApply";

/** What every machine of a stack is sent, as Talos' own library renders and judges it. */
async function rendered(name: string): Promise<{ readonly hardware: HardwareProfile; readonly answers: readonly TalosNodeAnswer[] }> {
  const args = await prepareStack(name, parseStackConfig({}, "test"));
  const { hardware } = args.stack;
  const recording = await recordProgram(() => programs[name]?.deploy(args), {
    preview: true,
    invoke: ({ inputs }: { inputs: Record<string, unknown> }) => ({ ...inputs }),
  });
  if (hardware.operatingSystem.kind !== "talos") {
    return { hardware, answers: [] };
  }
  const answers = await renderTalosConfigurations(
    {
      clusterName: hardware.clusterName,
      clusterEndpoint: hardware.endpoint,
      talosVersion: hardware.operatingSystem.version,
      kubernetesVersion: hardware.kubernetesVersion,
      nodes: nodesOf(hardware, recording),
    },
    process.env,
  );
  return { hardware, answers };
}

function nodesOf({ machines }: HardwareProfile, recording: Recording): readonly TalosNodeRequest[] {
  return recording.ofType(applyType).map(({ inputs }) => {
    const machine = machines.find(({ address }) => address === inputs["node"]);
    if (machine === undefined) {
      throw new Error(`no machine has the address ${String(inputs["node"])}`);
    }
    const patches = inputs["configPatches"];
    if (!Array.isArray(patches) || !patches.every((patch) => typeof patch === "string")) {
      throw new Error(`the patches of ${machine.name} are not known in a preview`);
    }
    return {
      name: machine.name,
      machineType: machine.role === "control-plane" ? "controlplane" : "worker",
      mode: machine.vm === undefined ? "metal" : "nocloud",
      patches,
    };
  });
}

it.each([...stackNames])("every machine of %s gets a configuration that Talos accepts without a word", async (name) => {
  const { hardware, answers } = await rendered(name);
  if (hardware.operatingSystem.kind === "talos") {
    // Another minor has other fields and other rules: the library under toolchain/talos has to follow the stacks.
    expect(hardware.operatingSystem.version).toMatch(new RegExp(`^v${talosConfig.version.major}\\.${talosConfig.version.minor}\\.`));
  }
  const talosMachines = hardware.operatingSystem.kind === "talos" ? hardware.machines : [];
  expect(answers.map((answer) => answer.name).sort()).toEqual(talosMachines.map((machine) => machine.name).sort());
  expect(answers.map(({ name: machine, errors, warnings }) => ({ machine, errors, warnings }))).toEqual(
    answers.map(({ name: machine }) => ({ machine, errors: [], warnings: [] })),
  );
});
