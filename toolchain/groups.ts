import { alertRules } from "./alert-rules";
import * as controllers from "./controllers";
import * as keda from "./keda";
import { etcd, kubeApiserver, kubeControllerManager, kubectl, kubeScheduler, kwok } from "./kubernetes";
import { pulumiCli } from "./pulumi-cli";
import { talosConfig } from "./talos-config";
import type { GoTool } from "./tool";

/** What a preview and the tests run beside Node. */
const preview: readonly GoTool[] = [pulumiCli, talosConfig, alertRules];

const controlPlane: readonly GoTool[] = [etcd, kubeApiserver, kubeControllerManager, kubeScheduler, kwok];

const rehearse: readonly GoTool[] = [...new Set([pulumiCli, ...controlPlane, ...Object.values(controllers), ...Object.values(keda)])];

/** Tools by what they are wanted for. */
export const toolGroups = { preview, rehearse, all: [...new Set([...preview, ...rehearse, kubectl])] } as const;

export type ToolGroup = keyof typeof toolGroups;
