import { awsStandIn } from "./aws/aws";
import { kubernetesStandIn } from "./kubernetes/kubernetes";
import { proxmoxveStandIn } from "./proxmoxve/proxmoxve";
import type { DetachedStandIn } from "./stand-in";
import { talosStandIn } from "./talos/talos";

/** The providers that can be stood in for, by package name; each is given the version of the plugin that it replaces. */
export const standIns: Readonly<Record<string, (version: string) => DetachedStandIn>> = {
  aws: awsStandIn,
  kubernetes: kubernetesStandIn,
  proxmoxve: proxmoxveStandIn,
  talos: talosStandIn,
};
