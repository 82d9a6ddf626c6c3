import type { EngineEvent, StepEventMetadata, StepEventStateMetadata } from "@pulumi/pulumi/automation";
import { kindOf } from "../../rehearsal/providers/kubernetes/kind";
import { changedFields, formatPath, type Path } from "../../rehearsal/providers/diff";
import { isPropertyMap, type PropertyMap, toPropertyMap, valueAt } from "../../rehearsal/providers/property-value";
import type { Diagnostic } from "../preview-result";
import { nameOf, type StateResource } from "../recover/deployment";
import type { DriftResult, FieldDifference, IgnoredField, ResourceName } from "./drift-result";
import { type IgnoreRule, type LiveObject, ruleFor } from "./ignore-rule";

/** What the engine said while it refreshed. */
export interface RefreshRun {
  /** The last word on each resource. */
  readonly steps: ReadonlyMap<string, StepEventMetadata>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Keeps what a refresh says of each resource when it is done with it. */
export class RefreshCollector {
  readonly steps = new Map<string, StepEventMetadata>();

  readonly take = ({ resOutputsEvent }: EngineEvent): void => {
    if (resOutputsEvent !== undefined) {
      this.steps.set(resOutputsEvent.metadata.urn, resOutputsEvent.metadata);
    }
  };
}

/**
 * Sorts what a refresh found into what differs, what is gone and what could not be read. A resource of which nothing was
 * heard could not be read either: silence is never "gone".
 *
 * @param resources Of the state, all of them.
 */
export function compareWithLive(
  stackName: string,
  resources: readonly StateResource[],
  { steps, diagnostics }: RefreshRun,
  rules: readonly IgnoreRule[],
): Omit<DriftResult, "pendingOperations"> {
  const result = { differs: [], gone: [], unreadable: [], ignored: [], same: 0 } satisfies Omit<DriftResult, "pendingOperations" | "stack">;
  const asked = resources
    .filter(({ custom, type, delete: leaving }) => custom && !type.startsWith("pulumi:providers:") && leaving !== true)
    // The engine writes them down in the order in which they were ready, which is another one every time.
    .sort((a, b) => (a.urn < b.urn ? -1 : 1));
  const outcomes = asked.map((resource) => outcomeOf(resource, resources, steps.get(resource.urn), diagnostics, rules));
  return outcomes.reduce<Omit<DriftResult, "pendingOperations">>(
    (sum, outcome) => ({
      stack: stackName,
      differs: [
        ...sum.differs,
        ...(outcome.fields === undefined || outcome.fields.length === 0 ? [] : [{ ...outcome.name, fields: outcome.fields }]),
      ],
      gone: [...sum.gone, ...(outcome.gone === true ? [outcome.name] : [])],
      unreadable: [...sum.unreadable, ...(outcome.message === undefined ? [] : [{ ...outcome.name, message: outcome.message }])],
      ignored: [...sum.ignored, ...(outcome.ignored ?? [])],
      same: sum.same + (outcome.fields?.length === 0 ? 1 : 0),
    }),
    { stack: stackName, ...result },
  );
}

interface Outcome {
  readonly name: ResourceName;
  readonly gone?: true;
  readonly message?: string;
  readonly fields?: readonly FieldDifference[];
  readonly ignored?: readonly IgnoredField[];
}

function outcomeOf(
  resource: StateResource,
  resources: readonly StateResource[],
  step: StepEventMetadata | undefined,
  diagnostics: readonly Diagnostic[],
  rules: readonly IgnoreRule[],
): Outcome {
  const { urn, type } = resource;
  const name = { urn, type, name: nameOf(urn) };
  const own = diagnostics.filter((each) => each.urn === urn);
  const error = own.find(({ severity }) => severity === "error");
  if (error !== undefined && step?.new?.initErrors === undefined) {
    return { name, message: error.message };
  }
  const skipped = own.find(({ message }) => /unreachable/i.test(message));
  if (skipped !== undefined) {
    return { name, message: skipped.message };
  }
  if (step === undefined) {
    const general = diagnostics.find(({ severity, urn: of }) => severity === "error" && of === undefined);
    return { name, message: `it was not asked${general === undefined ? "" : `: ${general.message}`}` };
  }
  if (step.new === undefined || step.op === "delete") {
    return takesUnreachableForGone(resource, resources)
      ? { name, message: "its provider has deleteUnreachable set: a cluster that does not answer looks like one where it is gone" }
      : { name, gone: true };
  }
  const { fields, ignored } = differences(name, step, step.old, step.new, rules);
  return { name, fields, ignored };
}

function takesUnreachableForGone({ provider }: StateResource, resources: readonly StateResource[]): boolean {
  const settings = resources.find(({ urn, id = "" }) => `${urn}::${id}` === provider)?.inputs ?? {};
  const { deleteUnreachable } = settings;
  return deleteUnreachable === true || deleteUnreachable === "true";
}

function differences(
  name: ResourceName,
  step: StepEventMetadata,
  old: StepEventStateMetadata | undefined,
  live: StepEventStateMetadata,
  rules: readonly IgnoreRule[],
): { readonly fields: readonly FieldDifference[]; readonly ignored: readonly IgnoredField[] } {
  const [before, after] = [toPropertyMap(old?.outputs ?? {}), toPropertyMap(live.outputs)];
  const object = objectOf(name.type, after);
  const inputs = toPropertyMap(old?.inputs ?? {});
  const changes = changedFields(before, after)
    .map(({ path }) => path)
    .filter((path) => isCompared(name.type, path, inputs));
  const owned = changes.map((path) => ({ path, rule: object === undefined ? undefined : ruleFor(rules, object, path) }));
  const fields = owned.flatMap(({ path, rule }) => (rule === undefined ? [fieldAt(path, before, after)] : []));
  const ignored = owned.flatMap(({ path, rule }) =>
    rule === undefined ? [] : [{ ...name, path: formatPath(path), owner: rule.owner, reason: rule.reason }],
  );
  return { fields: changes.length === 0 ? hiddenChanges(step) : fields, ignored };
}

/** Bookkeeping of the provider (`__fieldManager`) is no part of the object; of a patch, only what it sets is its own. */
function isCompared(type: string, path: Path, inputs: PropertyMap): boolean {
  const [first] = path;
  if (typeof first === "string" && first.startsWith("__")) {
    return false;
  }
  return kindOf(type)?.patch === true ? valueAt(inputs, path) !== undefined : true;
}

/** A value that is secret before and after looks the same; the engine says where it changed. */
function hiddenChanges({ op, detailedDiff, diffs = [] }: StepEventMetadata): readonly FieldDifference[] {
  const paths = Object.keys(detailedDiff ?? {});
  const told = (paths.length > 0 ? paths : diffs).filter((path) => !path.startsWith("__"));
  return op === "update" ? told.map((path) => ({ path, inState: "[secret]", live: "[secret]" })) : [];
}

function fieldAt(path: Path, before: PropertyMap, after: PropertyMap): FieldDifference {
  const [inState, live] = [valueAt(before, path), valueAt(after, path)];
  return { path: formatPath(path), ...(inState === undefined ? {} : { inState }), ...(live === undefined ? {} : { live }) };
}

function objectOf(type: string, properties: PropertyMap): LiveObject | undefined {
  const kind = kindOf(type);
  const { metadata } = properties;
  if (kind === undefined || !isPropertyMap(metadata)) {
    return undefined;
  }
  const { name, namespace = "" } = metadata;
  return { ...kind, name: typeof name === "string" ? name : "", namespace: typeof namespace === "string" ? namespace : "" };
}
