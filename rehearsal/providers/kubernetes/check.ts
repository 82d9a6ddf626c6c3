import { createHash } from "node:crypto";
import { isPropertyMap, type PropertyMap, revealedMap, valueAt } from "../property-value";
import type { CheckOutcome, CheckRequest } from "../stand-in";
import { checkRelease, isRelease } from "./helm-release";
import { kindOf } from "./kind";
import { checkObject } from "./object-check";

const autonamedAnnotation = "pulumi.com/autonamed";

/** Names what has no name, and finds what the API server or Helm would refuse in every object or release. */
export function checkKubernetes(request: CheckRequest): CheckOutcome {
  return isRelease(request.type) ? checkedRelease(request) : checkedObject(request);
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
