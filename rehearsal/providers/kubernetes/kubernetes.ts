import { createHash } from "node:crypto";
import { isPropertyMap, isUnknown, type PropertyMap, revealedMap, valueAt } from "../property-value";
import type { ApplyRequest, CheckOutcome, CheckRequest, ReplacementRule, StandIn } from "../stand-in";
import { checkRelease, isRelease, releaseOutputs } from "./helm-release";
import { defaultNamespace, kindOf } from "./kind";
import { checkObject } from "./object-check";
import { replacementOf } from "./replacement";

const autonamedAnnotation = "pulumi.com/autonamed";

/**
 * Stands in for the `kubernetes` provider: any kind, custom resources and patches included, and Helm releases. It checks
 * what the API server would refuse in every object (not the schema of each kind), names objects and knows which changes
 * replace them. Nothing waits for readiness, and `status` stays empty.
 */
export function kubernetesStandIn(version: string): StandIn {
  return {
    name: "kubernetes",
    version,
    check: (request) => (isRelease(request.type) ? checkedRelease(request) : checkedObject(request)),
    replacement,
    create: (request) => {
      const outputs = outputsOf(request);
      return { id: objectId(request.type, outputs), outputs };
    },
    update: outputsOf,
    read: ({ id, inputs, outputs }) => (inputs === undefined || outputs === undefined ? undefined : { id, inputs, outputs }),
    invoke: (token) => {
      throw new Error(`the kubernetes stand-in has no function ${token}: it would have to ask a cluster or run helm`);
    },
  };
}

function checkedObject(request: CheckRequest): CheckOutcome {
  const kind = kindOf(request.type);
  if (kind === undefined) {
    return { inputs: request.inputs, failures: [{ property: "", reason: `the kubernetes stand-in knows no resource ${request.type}` }] };
  }
  const inputs = kind.patch ? request.inputs : withName(request);
  const failures = [...checkObject(kind, revealedMap(inputs))];
  if (kind.patch && valueAt(revealedMap(inputs), ["metadata", "name"]) === undefined) {
    failures.push({ property: "metadata.name", reason: "is required: a patch has to say which object it changes" });
  }
  return { inputs, failures };
}

function checkedRelease(request: CheckRequest): CheckOutcome {
  const failures = checkRelease(revealedMap(request.inputs));
  const name = request.inputs["name"] ?? request.oldInputs?.["name"] ?? generatedName(request);
  return { inputs: { ...request.inputs, name }, failures };
}

/** Gives an object without a name the one that it had before, or a new one made of its name in the program. */
function withName(request: CheckRequest): PropertyMap {
  const { inputs, oldInputs } = request;
  const metadata = isPropertyMap(inputs["metadata"]) ? inputs["metadata"] : {};
  if (metadata["name"] !== undefined || metadata["generateName"] !== undefined) {
    return inputs;
  }
  const annotations = isPropertyMap(metadata["annotations"]) ? metadata["annotations"] : {};
  const previous = oldInputs === undefined ? undefined : valueAt(revealedMap(oldInputs), ["metadata", "name"]);
  const wasNamedHere =
    oldInputs !== undefined && valueAt(revealedMap(oldInputs), ["metadata", "annotations", autonamedAnnotation]) === "true";
  const name = wasNamedHere && typeof previous === "string" ? previous : generatedName(request);
  return { ...inputs, metadata: { ...metadata, name, annotations: { ...annotations, [autonamedAnnotation]: "true" } } };
}

function generatedName({ urn, name, randomSeed }: CheckRequest): string {
  const suffix = createHash("sha256").update(`${urn}\n${randomSeed}`).digest("hex").slice(0, 8);
  return `${name.toLowerCase().replaceAll(/[^a-z0-9.-]/g, "-")}-${suffix}`;
}

function replacement(type: string, oldInputs: PropertyMap, inputs: PropertyMap): ReplacementRule {
  const kind = kindOf(type);
  if (isRelease(type)) {
    return { replaceOn: [["name"], ["namespace"]], deleteBeforeReplace: false };
  }
  return kind === undefined ? { replaceOn: [], deleteBeforeReplace: false } : replacementOf(kind, oldInputs, inputs);
}

function outputsOf({ type, inputs, preview, urn }: ApplyRequest): PropertyMap {
  if (isRelease(type)) {
    return releaseOutputs(inputs, preview);
  }
  const kind = kindOf(type);
  const metadata = isPropertyMap(inputs["metadata"]) ? inputs["metadata"] : {};
  const namespace = metadata["namespace"] ?? (kind === undefined ? undefined : defaultNamespace(kind));
  return {
    ...inputs,
    metadata: {
      ...metadata,
      ...(namespace === undefined ? {} : { namespace }),
      ...(preview ? {} : { uid: createHash("sha256").update(urn).digest("hex").slice(0, 32) }),
    },
  };
}

function objectId(type: string, outputs: PropertyMap): string {
  const properties = revealedMap(outputs);
  const identity = isRelease(type) ? properties : properties["metadata"];
  if (!isPropertyMap(identity)) {
    return "";
  }
  const { namespace, name } = identity;
  if (typeof name !== "string" || isUnknown(name)) {
    return "";
  }
  return typeof namespace === "string" && namespace !== "" ? `${namespace}/${name}` : name;
}
