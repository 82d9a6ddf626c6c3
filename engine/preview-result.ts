import type { ListedExemption } from "../policies/configuration";
import type { ConfigurationDiff } from "../infra/talos/configuration-diff";
import type { ProviderChoice } from "./providers/choose";

/** What happens to a resource, in Pulumi's words. */
export type Operation = "create" | "update" | "replace" | "delete" | "same" | "read" | "import" | "refresh" | "discard";

export interface PropertyChange {
  /** `spec.replicas`, `metadata.labels["app.kubernetes.io/name"]`. Never its value, which may be a secret. */
  readonly path: string;
  readonly kind: "add" | "delete" | "update";
  /** This change is why the resource is replaced. */
  readonly replaces: boolean;
}

/** What a change of a Talos machine's configuration does to the machine. */
export interface MachineChange extends ConfigurationDiff {
  /** Address of the machine. */
  readonly node: string;
  /** Whether what Talos generates changes too: versions, the endpoint, keys. It is secret, so it cannot be said how. */
  readonly generated: boolean;
  /** Whether documents that are secret change too. */
  readonly hidden: boolean;
  /** What happens where a reboot is needed: the machine reboots, or is left to be rebooted. */
  readonly reboot: "now" | "staged";
}

/** A resource to which something happens. */
export interface PreviewStep {
  readonly operation: Exclude<Operation, "same">;
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** Sorted by path. */
  readonly changes: readonly PropertyChange[];
  /** There for the configuration of a Talos machine that changes. */
  readonly machine?: MachineChange;
}

export interface PolicyViolation {
  readonly policy: string;
  readonly enforcement: "mandatory" | "advisory";
  /** Absent when the violation is of the stack as a whole. */
  readonly urn?: string;
  readonly message: string;
}

export interface Diagnostic {
  readonly severity: "error" | "warning" | "info";
  readonly urn?: string;
  readonly message: string;
}

/** What one run of the engine said, in an order that does not depend on the run. */
export interface EngineResult {
  /** `failed`: the engine or a provider refused something; the diagnostics say what. */
  readonly outcome: "fine" | "policy-violation" | "failed";
  readonly counts: Readonly<Partial<Record<Operation, number>>>;
  readonly steps: readonly PreviewStep[];
  readonly violations: readonly PolicyViolation[];
  readonly diagnostics: readonly Diagnostic[];
  readonly durationSeconds: number;
}

/** The version of the JSON that `preview --json` prints. */
export const previewVersion = 1;

/** What `preview --json` prints. */
export interface PreviewResult extends EngineResult {
  readonly version: typeof previewVersion;
  readonly stack: string;
  /** Where the state is that this is a difference to. */
  readonly backend: string;
  readonly providers: readonly ProviderChoice[];
  /** What the stack's settings of policies accept for a while, whether or not a finding made use of it. */
  readonly exemptions: readonly ListedExemption[];
}

/** Whether anything at all would change. */
export function hasChanges({ counts }: Pick<EngineResult, "counts">): boolean {
  return Object.entries(counts).some(([operation, count]) => operation !== "same" && count > 0);
}
