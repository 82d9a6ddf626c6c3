import { ensureTools } from "../../toolchain/ensure-tools";
import type { FoundTool } from "../../toolchain/find-tool";
import { etcd, kubeApiserver, kubeControllerManager, kubeScheduler, kwok } from "../../toolchain/kubernetes";
import type { ProgressStream } from "../../toolchain/progress";
import type { Environment, GoTool } from "../../toolchain/tool";
import type { ControlPlanePart } from "./control-plane";

/** What each part of a control plane is built from. */
export const partTools: Readonly<Record<ControlPlanePart, GoTool>> = {
  etcd,
  "kube-apiserver": kubeApiserver,
  "kube-controller-manager": kubeControllerManager,
  "kube-scheduler": kubeScheduler,
  kwok,
};

/**
 * Finds the programs of a control plane, or builds them.
 *
 * @throws UserError when one has to be built and cannot be.
 */
export async function findParts(environment: Environment, stream: ProgressStream): Promise<(part: ControlPlanePart) => FoundTool> {
  const found = await ensureTools(Object.values(partTools), environment, stream);
  return (part) => {
    const tool = found.get(partTools[part]);
    if (tool === undefined) {
      throw new Error(`${part} was neither found nor built`);
    }
    return tool;
  };
}
