import { alertRules } from "./alert-rules";
import * as controllers from "./controllers";
import * as keda from "./keda";
import { etcd, kubeApiserver, kubeControllerManager, kubectl, kubeScheduler } from "./kubernetes";
import { pulumiCli } from "./pulumi-cli";
import { talosConfig } from "./talos-config";
import type { GoTool } from "./tool";

/** What a preview and the tests run beside Node. */
const preview: readonly GoTool[] = [pulumiCli, talosConfig, alertRules];

const controlPlane: readonly GoTool[] = [etcd, kubeApiserver, kubeControllerManager, kubeScheduler, controllers.kwok];

/** What a rehearsal with its usual drills runs. */
const rehearse: readonly GoTool[] = [
  pulumiCli,
  ...controlPlane,
  controllers.descheduler,
  controllers.helm,
  controllers.vpaRecommender,
  controllers.vpaAdmissionController,
];

/** What the drills of `--thorough` run besides. */
const thorough: readonly GoTool[] = [
  ...rehearse,
  controllers.karpenterKwok,
  controllers.kyvernoAdmissionController,
  controllers.kyvernoBackgroundController,
  ...Object.values(keda),
];

/** Tools by what they are wanted for. */
export const toolGroups = {
  preview,
  rehearse,
  thorough,
  all: [...new Set([...preview, ...thorough, ...Object.values(controllers), kubectl])],
} as const;

export type ToolGroup = keyof typeof toolGroups;
