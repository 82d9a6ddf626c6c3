import { recordProgram, type Recording } from "../../components/testing/recorded-program";
import type { HardwareProfile } from "../../infra/hardware/machine";
import type { StackConfig } from "../../infra/stack/config";
import { renderTalosConfigurations, type TalosNodeAnswer, type TalosNodeRequest } from "../../toolchain/talos-config";
import { machineSecrets } from "../../rehearsal/providers/talos/placeholders";
import { prepareStack } from "../prepare";
import { programs } from "../programs";

const secretsType = "talos:machine/secrets:Secrets";
const applyType = "talos:machine/configurationApply:ConfigurationApply";
/** Configurations that no machine of the table gets: those of rented nodes. */
const generateToken = "talos:machine/getConfiguration:getConfiguration";

export interface RenderedConfigurations {
  readonly hardware: HardwareProfile;
  /** Of every machine of the table, and `rented` for a rented node; empty when the machines do not run Talos. */
  readonly answers: readonly TalosNodeAnswer[];
}

/** What every machine of a stack is sent, as Talos' own library renders and judges it. */
export async function renderedConfigurations(name: string, config: StackConfig): Promise<RenderedConfigurations> {
  const args = await prepareStack(name, config);
  const { hardware } = args.stack;
  const recording = await recordProgram(() => programs[name]?.deploy(args), {
    preview: true,
    invoke: ({ inputs }: { inputs: Record<string, unknown> }) => ({ ...inputs, machineConfiguration: "" }),
    // Only with the cluster's secrets is the configuration of rented nodes asked for.
    outputs: ({ type }) => (type === secretsType ? { machineSecrets } : {}),
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
      nodes: [...machinesOf(hardware, recording), ...(args.stack.burst === undefined ? [] : [rentedNode(recording)])],
    },
    process.env,
  );
  return { hardware, answers };
}

function machinesOf({ machines }: HardwareProfile, recording: Recording): readonly TalosNodeRequest[] {
  return recording.ofType(applyType).map(({ inputs }) => {
    const machine = machines.find(({ address }) => address === inputs["node"]);
    if (machine === undefined) {
      throw new Error(`no machine has the address ${String(inputs["node"])}`);
    }
    return {
      name: machine.name,
      machineType: machine.role === "control-plane" ? "controlplane" : "worker",
      mode: machine.vm === undefined ? "metal" : "nocloud",
      patches: patchesOf(machine.name, inputs),
    };
  });
}

/** Its configuration is generated last, after those of the machines. Talos judges every image of a cloud alike. */
function rentedNode({ invocations }: Recording): TalosNodeRequest {
  const inputs = invocations.findLast(({ token }) => token === generateToken)?.inputs ?? {};
  return { name: "rented", machineType: "worker", mode: "nocloud", patches: patchesOf("rented nodes", inputs) };
}

function patchesOf(name: string, { configPatches }: Readonly<Record<string, unknown>>): readonly string[] {
  if (!Array.isArray(configPatches) || !configPatches.every((patch) => typeof patch === "string")) {
    throw new Error(`the patches of ${name} are not known in a preview`);
  }
  return configPatches;
}
