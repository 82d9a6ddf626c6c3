import { z } from "zod";
import type { ClusterApi, KubernetesObject } from "../../../../kubernetes-api/cluster-api";
import { isPropertyMap, type PropertyMap } from "../../property-value";
import type { ApplyRequest, ReadOutcome, ReadRequest, StandIn, UpdateRequest } from "../../stand-in";
import { checkKubernetes } from "../check";
import { isRelease } from "../helm-release";
import { type Kind, kindOf } from "../kind";
import { kubernetesStandIn } from "../kubernetes";
import { type Charts, noCharts } from "../releases/charts";
import { Releases, type RecordedRelease, type RenderedObject } from "../releases/releases";
import { kubernetesReplacement } from "../replacement";
import { liveInputs } from "./live-inputs";
import { annotationOf, fieldManagerOf, hasUnknown, objectOf, propertiesOf, referenceOf, referenceOfId } from "./object";
import {
  applyObject,
  awaitReady,
  deleteObject,
  explained,
  isNotFound,
  type Limits,
  providerLimits,
  type Timing,
} from "./object-operations";
import { withSecretsOf } from "./secrets";
import { definedBy } from "./unserved-kinds";

/** An object that no API server has seen, because nothing defines its kind here. */
export interface KeptObject {
  readonly apiVersion: string;
  readonly kind: string;
  /** `namespace/name`, or the name alone. */
  readonly id: string;
  /** Where the definition of its kind would come from. */
  readonly definedBy: string;
}

export interface KubernetesOnClusterOptions {
  /** Charts that are at hand. Default: none. */
  readonly charts?: Charts;
  /** Default: the provider's own. */
  readonly limits?: Limits;
}

/** The stand-in, and what it could not do as the real provider would. */
export interface KubernetesOnCluster extends StandIn {
  /** For a report: what it does, and what it does not. */
  readonly description: string;
  /** Sorted by kind and id. */
  keptObjects(): readonly KeptObject[];
  /** Releases whose charts are not at hand. Sorted by id. */
  recordedReleases(): readonly RecordedRelease[];
  /** What charts that are at hand make; known from the first preview on. Sorted by kind and id. */
  renderedObjects(): readonly RenderedObject[];
}

const description =
  "kubernetes: stand-in on the rehearsal's API server. Objects are applied server-side with strict field validation, read back and waited for; provider.kubeconfig is ignored, everything goes to the rehearsal.";

/**
 * Stands in for the `kubernetes` provider on a real API server, whatever the program's provider is configured with. What
 * it sends, when it takes something for ready, and what makes it replace something are the provider's, with these
 * differences: field validation is strict where the provider only warns, an Ingress is not waited for, and a Service
 * is ready with its first endpoint. As with the provider, creating what is there already takes it over; fields that
 * another manager has set otherwise are a conflict, unless `pulumi.com/patchForce` says to take them.
 *
 * @param version Of the plugin that it stands in for.
 */
export function kubernetesOnCluster(version: string, api: ClusterApi, options: KubernetesOnClusterOptions = {}): KubernetesOnCluster {
  const { charts = noCharts, limits = providerLimits } = options;
  const detached = kubernetesStandIn(version);
  const isServed = kindsServed(api);
  const kept = new Map<string, KeptObject>();
  const releases = new Releases(api, charts, limits);
  const timingOf = ({ timeoutSeconds, signal }: Pick<ApplyRequest, "timeoutSeconds" | "signal">): Timing => ({
    limits,
    timeoutSeconds,
    signal,
  });

  /** Keeps what the API server cannot be asked about. @returns whether it does. */
  const keeps = async (kind: Kind, id: string): Promise<boolean> => {
    const source = definedBy(kind.apiVersion);
    if (source === undefined || (await isServed(kind))) {
      return false;
    }
    kept.set(`${kind.apiVersion} ${kind.kind} ${id}`, { apiVersion: kind.apiVersion, kind: kind.kind, id, definedBy: source });
    return true;
  };

  /** What would become of it; where that cannot be said yet, what the detached stand-in says. */
  const preview = async (kind: Kind, request: ApplyRequest, otherwise: PropertyMap): Promise<PropertyMap> => {
    if (hasUnknown(request.inputs)) {
      return otherwise;
    }
    const fieldManager = fieldManagerOf(request.urn, request.inputs);
    // The provider does not look at conflicts in a preview.
    const dry = api.apply(objectOf(kind, request.inputs), { fieldManager, force: true, dryRun: true });
    const object = await dry.catch((error: unknown) => {
      // Its kind or its namespace may come in the same update.
      if (isNotFound(error)) {
        return undefined;
      }
      throw explained(error, fieldManager);
    });
    return object === undefined ? otherwise : outputsOf(kind, request.inputs, object);
  };

  const applied = async (kind: Kind, request: ApplyRequest): Promise<KubernetesObject> => {
    const { urn, inputs } = request;
    const object = objectOf(kind, inputs);
    const owner = { fieldManager: fieldManagerOf(urn, inputs), force: annotationOf(inputs, "pulumi.com/patchForce") === "true" };
    const timing = timingOf(request);
    const live = await applyObject(api, object, owner, timing);
    const ready = await awaitReady(api, idOf(live), live, inputs, timing);
    if (kind.kind === "CustomResourceDefinition") {
      api.forgetKinds();
    }
    return ready;
  };

  return {
    name: "kubernetes",
    version,
    description,
    check: checkKubernetes,
    replacement: kubernetesReplacement,
    create: async (request) => {
      if (isRelease(request.type)) {
        return releases.create(request);
      }
      const kind = requireKind(request.type);
      const alone = detached.create(request);
      if (request.preview) {
        return { id: alone.id, outputs: await preview(kind, request, alone.outputs) };
      }
      if (await keeps(kind, alone.id)) {
        return alone;
      }
      const live = await applied(kind, request);
      return { id: idOf(live), outputs: outputsOf(kind, request.inputs, live) };
    },
    update: async (request: UpdateRequest) => {
      if (isRelease(request.type)) {
        return releases.update(request);
      }
      const kind = requireKind(request.type);
      const alone = detached.update(request);
      if (request.preview) {
        return preview(kind, request, alone);
      }
      if (await keeps(kind, request.id)) {
        return alone;
      }
      if ((await api.get(referenceOfId(kind, request.id))) === undefined) {
        throw new Error(`${kind.kind} ${request.id} is not there any more; run a refresh, and it is made again`);
      }
      return outputsOf(kind, request.inputs, await applied(kind, request));
    },
    read: async (request: ReadRequest): Promise<ReadOutcome | undefined> => {
      if (isRelease(request.type)) {
        return releases.read(request);
      }
      const { id, inputs, outputs } = request;
      const kind = requireKind(request.type);
      const live = await api.get(referenceOfId(kind, id));
      if (live !== undefined) {
        const properties = propertiesOf(live);
        const found = inputs === undefined ? importedInputs(properties) : liveInputs(inputs, properties);
        return {
          id,
          inputs: withSecretsOf(inputs ?? {}, found, kind.kind),
          outputs: withSecretsOf(inputs ?? {}, properties, kind.kind),
        };
      }
      return inputs !== undefined && outputs !== undefined && (await keeps(kind, id)) ? { id, inputs, outputs } : undefined;
    },
    delete: async (request) => {
      if (isRelease(request.type)) {
        return releases.delete(request);
      }
      const kind = requireKind(request.type);
      const reference = referenceOfId(kind, request.id);
      kept.delete(`${kind.apiVersion} ${kind.kind} ${request.id}`);
      const object = objectOf(kind, request.inputs);
      if (!kind.patch) {
        return deleteObject(api, { ...object, metadata: { ...object.metadata, ...reference } }, request.inputs, timingOf(request));
      }
      // A patch gives up its fields, and leaves the object to whom it belongs.
      if ((await api.get(reference)) !== undefined) {
        const { name, namespace } = reference;
        const nothing = {
          apiVersion: kind.apiVersion,
          kind: kind.kind,
          metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
        };
        await api.apply(nothing, { fieldManager: fieldManagerOf(request.urn, request.inputs) });
      }
    },
    invoke: (token, args) => detached.invoke(token, args),
    keptObjects: () => [...kept.entries()].sort(byKey).map(([, object]) => object),
    recordedReleases: () => releases.recorded(),
    renderedObjects: () => releases.rendered(),
  };
}

function requireKind(type: string): Kind {
  const kind = kindOf(type);
  if (kind === undefined) {
    throw new Error(`the kubernetes stand-in knows no resource ${type}`);
  }
  return kind;
}

/**
 * Asks the API server which kinds it serves, and remembers those that it does. It looks anew at what there is once for
 * each API: finding out what an API server serves takes many requests, and definitions that come later are told to it.
 */
function kindsServed(api: ClusterApi): (kind: Kind) => Promise<boolean> {
  const served = new Set<string>();
  const lookedAnew = new Set<string>();
  return async ({ apiVersion, kind }) => {
    const key = `${apiVersion} ${kind}`;
    const ask = async (): Promise<void> => {
      await api.list({ apiVersion, kind, namespace: "default" }, z.unknown());
      served.add(key);
    };
    if (!served.has(key)) {
      await ask().catch(ignoreNotFound);
    }
    if (!served.has(key) && !lookedAnew.has(apiVersion)) {
      lookedAnew.add(apiVersion);
      api.forgetKinds();
      await ask().catch(ignoreNotFound);
    }
    return served.has(key);
  };
}

function ignoreNotFound(error: unknown): void {
  if (!isNotFound(error)) {
    throw error;
  }
}

function idOf(object: KubernetesObject): string {
  const { name, namespace } = referenceOf(object);
  return namespace === undefined ? name : `${namespace}/${name}`;
}

function outputsOf(kind: Kind, inputs: PropertyMap, live: KubernetesObject): PropertyMap {
  return withSecretsOf(inputs, propertiesOf(live), kind.kind);
}

/** Of an object that no program has described yet: what somebody has written of it. */
function importedInputs(live: PropertyMap): PropertyMap {
  const { metadata } = live;
  const written = only(isPropertyMap(metadata) ? metadata : {}, (key) => ["name", "namespace", "labels", "annotations"].includes(key));
  return { ...only(live, (key) => key !== "status"), metadata: written };
}

function only(map: PropertyMap, keeps: (key: string) => boolean): PropertyMap {
  return Object.fromEntries(Object.entries(map).filter(([key]) => keeps(key)));
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
