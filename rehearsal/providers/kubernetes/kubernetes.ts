import { createHash } from "node:crypto";
import { isPropertyMap, type PropertyMap } from "../property-value";
import type { DetachedRequest, DetachedStandIn } from "../stand-in";
import { checkKubernetes } from "./check";
import { isRelease, releaseOutputs } from "./helm-release";
import { defaultNamespace, kindOf } from "./kind";
import { objectId } from "./object-id";
import { kubernetesReplacement } from "./replacement";

/**
 * Stands in for the `kubernetes` provider: any kind, custom resources and patches included, and Helm releases. It checks
 * what the API server would refuse in every object (not the schema of each kind), names objects and knows which changes
 * replace them. Nothing waits for readiness, and `status` stays empty.
 */
export function kubernetesStandIn(version: string): DetachedStandIn {
  return {
    name: "kubernetes",
    version,
    check: checkKubernetes,
    replacement: kubernetesReplacement,
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

function outputsOf({ type, inputs, preview, urn }: DetachedRequest): PropertyMap {
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
