import type { DiagnosticEvent, EngineEvent, PolicyEvent, StepEventMetadata } from "@pulumi/pulumi/automation";
import { machineChange } from "./machine-change";
import type { Diagnostic, EngineResult, Operation, PolicyViolation, PreviewStep, PropertyChange } from "./preview-result";

/** Pulumi's steps, as what happens to the resource. A replacement has three steps; the logical one stands for it. */
const operations: Readonly<Record<string, Operation>> = {
  create: "create",
  delete: "delete",
  discard: "discard",
  import: "import",
  "import-replacement": "import",
  read: "read",
  "read-replacement": "read",
  refresh: "refresh",
  replace: "replace",
  same: "same",
  update: "update",
};

/**
 * The severities that are shown. The event stream has `debug` ones too, which hold the inputs of resources, secrets
 * included: whatever is not listed here is dropped unread.
 */
const severities: Readonly<Record<string, Diagnostic["severity"]>> = {
  error: "error",
  warning: "warning",
  info: "info",
  "info#err": "info",
};

/** Pulumi mentions every plugin that it finds on the `PATH`; ours are put there on purpose. */
const launcherNotice = /^using pulumi-(?:analyzer-policy|resource-pulumi)-nodejs from \$PATH/;

/** Gathers what the engine reports during one run. */
export class EventCollector {
  readonly #steps = new Map<string, PreviewStep>();
  readonly #violations: PolicyViolation[] = [];
  readonly #diagnostics: Diagnostic[] = [];
  #counts: Partial<Record<Operation, number>> | undefined;
  #durationSeconds = 0;
  #resources = 0;

  /** Resources that the engine has looked at so far. */
  get resources(): number {
    return this.#resources;
  }

  readonly take = (event: EngineEvent): void => {
    if (event.resourcePreEvent !== undefined) {
      this.#resources += 1;
      this.#takeStep(event.resourcePreEvent.metadata);
    }
    if (event.policyEvent !== undefined) {
      this.#violations.push(violation(event.policyEvent));
    }
    if (event.diagnosticEvent !== undefined && event.diagnosticEvent.ephemeral !== true) {
      this.#diagnostics.push(...diagnostic(event.diagnosticEvent));
    }
    if (event.summaryEvent !== undefined) {
      this.#durationSeconds = event.summaryEvent.durationSeconds;
      this.#counts = countsOf(event.summaryEvent.resourceChanges);
    }
  };

  #takeStep(metadata: StepEventMetadata): void {
    const operation = operations[metadata.op];
    const { urn, type } = metadata;
    if (operation !== undefined && operation !== "same" && !isDefaultProvider(urn, type)) {
      const changes = propertyChanges(metadata);
      const machine = operation === "update" ? machineChange(metadata, changes) : undefined;
      this.#steps.set(`${operation} ${urn}`, {
        operation,
        urn,
        type,
        name: urn.slice(urn.lastIndexOf("::") + 2),
        changes,
        ...(machine === undefined ? {} : { machine }),
      });
    }
  }

  /** @param succeeded Whether the Pulumi CLI ended well. */
  result(succeeded: boolean): EngineResult {
    const steps = [...this.#steps.values()].sort((a, b) => compare(a.urn, b.urn) || compare(a.operation, b.operation));
    const violations = unique(this.#violations).sort(
      (a, b) => compare(a.policy, b.policy) || compare(a.urn ?? "", b.urn ?? "") || compare(a.message, b.message),
    );
    const diagnostics = unique(this.#diagnostics).sort(
      (a, b) => severityRank(a) - severityRank(b) || compare(a.urn ?? "", b.urn ?? "") || compare(a.message, b.message),
    );
    const violated = violations.some(({ enforcement }) => enforcement === "mandatory");
    return {
      outcome: violated ? "policy-violation" : succeeded ? "fine" : "failed",
      counts: this.#counts ?? countSteps(steps),
      steps,
      violations,
      diagnostics,
      durationSeconds: this.#durationSeconds,
    };
  }
}

/** The engine makes these by itself, and counts them nowhere. */
function isDefaultProvider(urn: string, type: string): boolean {
  return type.startsWith("pulumi:providers:") && /::default(?:_|$)/.test(urn);
}

function countsOf(changes: Readonly<Record<string, number | undefined>>): Partial<Record<Operation, number>> {
  const counts: Partial<Record<Operation, number>> = {};
  for (const [step, count] of Object.entries(changes)) {
    const operation = operations[step];
    if (operation !== undefined && count !== undefined && count > 0) {
      counts[operation] = (counts[operation] ?? 0) + count;
    }
  }
  return counts;
}

function countSteps(steps: readonly PreviewStep[]): Partial<Record<Operation, number>> {
  const counts: Partial<Record<Operation, number>> = {};
  for (const { operation } of steps) {
    counts[operation] = (counts[operation] ?? 0) + 1;
  }
  return counts;
}

function propertyChanges({ detailedDiff, diffs }: StepEventMetadata): readonly PropertyChange[] {
  const detailed = Object.entries(detailedDiff ?? {}).map(([path, { diffKind }]): PropertyChange => {
    const kind = diffKind.startsWith("add") ? "add" : diffKind.startsWith("delete") ? "delete" : "update";
    return { path, kind, replaces: diffKind.endsWith("replace") };
  });
  const coarse = (diffs ?? []).map((path): PropertyChange => ({ path, kind: "update", replaces: false }));
  return (detailed.length > 0 ? detailed : coarse).sort((a, b) => compare(a.path, b.path));
}

function violation({ policyName, enforcementLevel, resourceUrn, message }: PolicyEvent): PolicyViolation {
  return {
    policy: policyName,
    enforcement: enforcementLevel === "mandatory" ? "mandatory" : "advisory",
    ...(resourceUrn === undefined || resourceUrn === "" ? {} : { urn: resourceUrn }),
    message: plain(message),
  };
}

function diagnostic({ severity, urn, message }: DiagnosticEvent): readonly Diagnostic[] {
  const text = plain(message);
  const shown = severities[severity];
  if (text === "" || shown === undefined || launcherNotice.test(text)) {
    return [];
  }
  return [{ severity: shown, ...(urn === undefined || urn === "" ? {} : { urn }), message: text }];
}

/** Without the engine's colour directives. */
function plain(text: string): string {
  return text.replaceAll(/<\{%[^%]*%\}>/g, "").trim();
}

function severityRank({ severity }: Diagnostic): number {
  return ["error", "warning", "info"].indexOf(severity);
}

function unique<Item>(items: readonly Item[]): Item[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
