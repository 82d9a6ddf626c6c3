/** Version of the JSON that `upgrade --json` prints; changes when a field is removed or changes its meaning. */
export const upgradeVersion = 1;

/** What a node runs now. */
export interface NodeVersions {
  readonly name: string;
  readonly address: string;
  readonly role: "control-plane" | "worker";
  /** With the leading `v`. */
  readonly talos: string;
  /** Of the kubelet, without a leading `v`. */
  readonly kubernetes: string;
  /** What it booted as: `metal`, `nocloud`. */
  readonly platform: string;
  /** The image factory's name for its extensions; absent when the image is not the factory's. */
  readonly schematic?: string;
  /** Whether it takes no new pods. */
  readonly cordoned: boolean;
}

/** A program and its arguments. */
export type Command = readonly [program: "talosctl" | "kubectl", ...args: readonly string[]];

export interface UpgradeStep {
  /** From 1, without gaps. */
  readonly step: number;
  /** `finish-talos`: an upgrade was cut off after the node had the version. */
  readonly action: "check-cluster" | "finish-talos" | "upgrade-talos" | "upgrade-kubernetes";
  /** Absent where it concerns the cluster. */
  readonly node?: string;
  readonly from?: string;
  readonly to?: string;
  readonly why: string;
  /** What to know before it begins; absent when that is nothing. */
  readonly warning?: string;
  /** In order; the first that fails ends the upgrade. */
  readonly commands: readonly Command[];
}

/** The public contract of `upgrade --json`. */
export interface UpgradePlan {
  readonly version: typeof upgradeVersion;
  readonly stack: string;
  readonly target: { readonly talos: string; readonly kubernetes: string };
  /** Whether the versions were read from the nodes, or taken from the stack because nobody could be asked. */
  readonly versionsFrom: "nodes" | "stack";
  readonly nodes: readonly NodeVersions[];
  readonly steps: readonly UpgradeStep[];
}
