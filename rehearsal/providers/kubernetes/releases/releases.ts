import type { ClusterApi, KubernetesObject, ObjectReference } from "../../../../kubernetes-api/cluster-api";
import { hasUnknown, referenceOf } from "../cluster/object";
import { applyObject, deleteObject, isNotFound, type Limits, type Timing } from "../cluster/object-operations";
import { missingForReadiness } from "../cluster/readiness";
import { waitUntilNothingMissing } from "../cluster/wait";
import { releaseOutputs } from "../helm-release";
import { isPropertyMap, type PropertyMap } from "../../property-value";
import type { ApplyRequest, DeleteRequest, ReadOutcome, ReadRequest, UpdateRequest } from "../../stand-in";
import type { Charts } from "./charts";
import { inInstallOrder } from "./install-order";
import { type IsNamespaced, namespacedKinds } from "./namespaced-kinds";
import { type ReleaseInputs, releaseInputsOf } from "./release-args";
import { forgetStoredRelease, readStoredRelease, storeRelease, type StoredRelease } from "./stored-release";
import { withheldBecause } from "./withheld";

/** A release whose chart is not at hand: what needs it finds its namespace and, where they are to be had, its definitions. */
export interface RecordedRelease {
  /** `namespace/name`. */
  readonly id: string;
  readonly chart: string;
  readonly version?: string;
  /** Names of the CustomResourceDefinitions that were made in the chart's place. */
  readonly definitions: readonly string[];
}

/** An object that a rendered chart brings. */
export interface RenderedObject extends ObjectReference {
  /** `namespace/name` of its release. */
  readonly release: string;
  /** Why it was not made; absent for one that was. */
  readonly withheld?: string;
}

interface Content {
  readonly source: StoredRelease["source"];
  readonly objects: readonly KubernetesObject[];
}

const owner = { fieldManager: "helm", force: true };

/** Helm releases on the rehearsal's cluster. Hooks are not run; a namespace that a release has made stays, as with Helm. */
export class Releases {
  readonly #recorded = new Map<string, RecordedRelease>();
  readonly #rendered = new Map<string, readonly RenderedObject[]>();

  constructor(
    private readonly api: ClusterApi,
    private readonly charts: Charts,
    private readonly limits: Limits,
  ) {}

  recorded(): readonly RecordedRelease[] {
    return [...this.#recorded.values()].sort((a, b) => compare(a.id, b.id));
  }

  rendered(): readonly RenderedObject[] {
    return [...this.#rendered.values()].flat().sort((a, b) => compare(key(a), key(b)));
  }

  async create(request: ApplyRequest): Promise<{ readonly id: string; readonly outputs: PropertyMap }> {
    const release = releaseInputsOf(request.inputs);
    const id = idOf(release);
    if (request.preview) {
      await this.#foresee(request.inputs, release);
      return { id, outputs: releaseOutputs(request.inputs, true) };
    }
    const { namespace, name } = release;
    await this.#ensureNamespace(release);
    if ((await readStoredRelease(this.api, namespace, name)) !== undefined) {
      throw new Error(`release ${id} is there already: Helm does not use the name again`);
    }
    const stored = await this.#install(request, release, undefined);
    return { id, outputs: outputsOf(request.inputs, stored) };
  }

  async update(request: UpdateRequest): Promise<PropertyMap> {
    const release = releaseInputsOf(request.inputs);
    if (request.preview) {
      await this.#foresee(request.inputs, release);
      return releaseOutputs(request.inputs, true);
    }
    const before = await readStoredRelease(this.api, release.namespace, release.name);
    if (before === undefined) {
      throw new Error(`release ${idOf(release)} is not there any more; run a refresh, and it is made again`);
    }
    return outputsOf(request.inputs, await this.#install(request, release, before));
  }

  async read({ id, inputs, outputs }: ReadRequest): Promise<ReadOutcome | undefined> {
    const slash = id.indexOf("/");
    const stored = await readStoredRelease(this.api, id.slice(0, slash), id.slice(slash + 1));
    return stored === undefined || inputs === undefined || outputs === undefined ? undefined : { id, inputs, outputs };
  }

  async delete(request: DeleteRequest): Promise<void> {
    const release = releaseInputsOf(request.inputs);
    const { namespace, name } = release;
    const stored = await readStoredRelease(this.api, namespace, name);
    await this.#remove(stored?.objects ?? [], this.#timing(request, release));
    await forgetStoredRelease(this.api, namespace, name);
    this.#forget(idOf(release));
  }

  /** What a release would make, where that can be said already. */
  async #foresee(inputs: PropertyMap, release: ReleaseInputs): Promise<void> {
    if (!hasUnknown(inputs)) {
      this.#remember(release, await this.#content(release));
    }
  }

  async #content(release: ReleaseInputs): Promise<Content> {
    const objects = await this.charts.render(release);
    if (objects === undefined) {
      return { source: "recorded", objects: release.skipCrds ? [] : await this.charts.definitionsOf(release.chart) };
    }
    const isNamespaced = await namespacedKinds(objects, this.api);
    return { source: "rendered", objects: objects.map((object) => labelled(object, release, isNamespaced)) };
  }

  async #install(request: ApplyRequest, release: ReleaseInputs, before: StoredRelease | undefined): Promise<StoredRelease> {
    const timing = this.#timing(request, release);
    const { namespace, name, chart } = release;
    const content = await this.#content(release);
    const wanted = inInstallOrder(content.objects.filter((object) => withheldBecause(object) === undefined));
    const objects = wanted.flat().map(referenceOf);
    const stored: StoredRelease = { revision: (before?.revision ?? 0) + 1, chart, source: content.source, objects };
    const kept = new Set(objects.map(key));
    const gone = (before?.objects ?? []).filter((object) => !kept.has(key(object)));
    // Written first, so that a release that breaks off can be taken away whole.
    await storeRelease(this.api, namespace, name, { ...stored, objects: [...gone, ...objects] });
    try {
      for (const group of wanted) {
        await Promise.all(group.map(async (object) => applyObject(this.api, object, owner, timing)));
        await this.#awaitDefinitions(group, timing);
      }
      if (!release.skipAwait) {
        await this.#awaitAll(release, objects, timing);
      }
    } catch (error) {
      if (release.atomic && before === undefined) {
        await this.#remove(objects, timing);
        await forgetStoredRelease(this.api, namespace, name);
      }
      throw error;
    }
    await this.#remove(gone, timing);
    await storeRelease(this.api, namespace, name, stored);
    this.#remember(release, content);
    return stored;
  }

  async #ensureNamespace({ namespace, createNamespace }: ReleaseInputs): Promise<void> {
    const reference = { apiVersion: "v1", kind: "Namespace", name: namespace };
    if ((await this.api.get(reference)) !== undefined) {
      return;
    }
    if (!createNamespace) {
      throw new Error(`namespaces "${namespace}" not found: the release does not make it (createNamespace)`);
    }
    await this.api.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace, labels: { name: namespace } } }, owner);
  }

  async #awaitDefinitions(group: readonly KubernetesObject[], timing: Timing): Promise<void> {
    const definitions = group.filter(({ kind }) => kind === "CustomResourceDefinition").map(referenceOf);
    if (definitions.length > 0) {
      await this.#await(definitions, timing);
      this.api.forgetKinds();
    }
  }

  async #awaitAll({ waitForJobs }: ReleaseInputs, objects: readonly ObjectReference[], timing: Timing): Promise<void> {
    await this.#await(
      objects.filter(({ kind }) => kind !== "Job" || waitForJobs),
      timing,
    );
  }

  async #await(objects: readonly ObjectReference[], { limits, timeoutSeconds, signal }: Timing): Promise<void> {
    let waiting = objects;
    const missing = async (): Promise<readonly string[]> => {
      const found = await Promise.all(waiting.map(async (reference) => ({ reference, reasons: await this.#missing(reference) })));
      const open = found.filter(({ reasons }) => reasons.length > 0);
      waiting = open.map(({ reference }) => reference);
      return open.map(({ reference, reasons }) => `${key(reference)}: ${reasons.join("; ")}`);
    };
    const reasons = await waitUntilNothingMissing(missing, { limitSeconds: timeoutSeconds ?? limits.readySeconds, signal });
    if (reasons.length > 0) {
      throw new Error(`the release is not ready: ${reasons.join("; ")}`);
    }
  }

  async #missing(reference: ObjectReference): Promise<readonly string[]> {
    const object = await this.api.get(reference);
    return object === undefined ? ["it is gone again"] : missingForReadiness(object, this.api);
  }

  /** The last one first. What is marked to be kept stays. */
  async #remove(objects: readonly ObjectReference[], timing: Timing): Promise<void> {
    for (const reference of objects.toReversed()) {
      const { apiVersion, kind, name, namespace } = reference;
      const live = await this.api.get(reference);
      const annotations = live?.metadata["annotations"];
      const keep = typeof annotations === "object" && annotations !== null && "helm.sh/resource-policy" in annotations;
      if (live !== undefined && !keep) {
        const object = { apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } };
        await deleteObject(this.api, object, background, timing).catch(ignoreNotFound);
      }
    }
  }

  #timing({ signal }: Pick<ApplyRequest, "signal">, { timeoutSeconds }: ReleaseInputs): Timing {
    return { limits: this.limits, timeoutSeconds: Math.min(timeoutSeconds, this.limits.readySeconds), signal };
  }

  #remember(release: ReleaseInputs, { source, objects }: Content): void {
    const id = idOf(release);
    this.#forget(id);
    if (source === "rendered") {
      this.#rendered.set(
        id,
        objects.map((object) => {
          const withheld = withheldBecause(object);
          return { ...referenceOf(object), release: id, ...(withheld === undefined ? {} : { withheld }) };
        }),
      );
      return;
    }
    const { chart, version } = release;
    const definitions = objects.map(({ metadata }) => metadata.name).sort();
    this.#recorded.set(id, { id, chart, ...(version === undefined ? {} : { version }), definitions });
  }

  #forget(id: string): void {
    this.#recorded.delete(id);
    this.#rendered.delete(id);
  }
}

/** As Helm deletes: dependents go after their owner. */
const background: PropertyMap = { metadata: { annotations: { "pulumi.com/deletionPropagationPolicy": "background" } } };

function ignoreNotFound(error: unknown): void {
  if (!isNotFound(error)) {
    throw error;
  }
}

/** What Helm adds to whatever a release makes: its own namespace where a template names none, and who made it. */
function labelled(object: KubernetesObject, { name, namespace }: ReleaseInputs, isNamespaced: IsNamespaced): KubernetesObject {
  const { labels, annotations, ...metadata } = object.metadata;
  const lacksNamespace = metadata.namespace === undefined && isNamespaced(object);
  return {
    ...object,
    metadata: {
      ...metadata,
      ...(lacksNamespace ? { namespace } : {}),
      labels: { ...(typeof labels === "object" ? labels : {}), "app.kubernetes.io/managed-by": "Helm" },
      annotations: {
        ...(typeof annotations === "object" ? annotations : {}),
        "meta.helm.sh/release-name": name,
        "meta.helm.sh/release-namespace": namespace,
      },
    },
  };
}

function outputsOf(inputs: PropertyMap, { revision, objects }: StoredRelease): PropertyMap {
  const resourceNames = Object.fromEntries(
    [...Map.groupBy(objects, ({ apiVersion, kind }) => `${kind}/${apiVersion}`)].map(([kind, group]) => [
      kind,
      group.map(({ namespace, name }) => (namespace === undefined ? name : `${namespace}/${name}`)),
    ]),
  );
  const outputs = releaseOutputs(inputs, false);
  const status = outputs["status"];
  return {
    ...outputs,
    resourceNames,
    status: { ...(isPropertyMap(status) ? status : {}), revision },
  };
}

function idOf({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace}/${name}`;
}

function key({ apiVersion, kind, name, namespace }: ObjectReference): string {
  return `${apiVersion} ${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
