import { z } from "zod";

/** A field that Kubernetes leaves out, or sends as null, when it is empty. */
export function listOf<S extends z.ZodType>(item: S): z.ZodType<z.output<S>[]> {
  return z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);
}

/** A map of text that Kubernetes leaves out, or sends as null, when it is empty. */
export const textMap = z
  .record(z.string(), z.string())
  .nullish()
  .transform((map) => map ?? {});

export const ownerReferenceSchema = z.object({
  apiVersion: z.string(),
  kind: z.string(),
  name: z.string(),
  controller: z.boolean().optional(),
});

/**
 * The annotations that tell who deployed an object, what a static pod is, where a volume was made, what a LimitRange filled
 * in and whose pods a policy places. No others are kept.
 */
const annotationsSchema = z.object({
  "argocd.argoproj.io/tracking-id": z.string().optional(),
  "meta.helm.sh/release-name": z.string().optional(),
  "kubernetes.io/config.mirror": z.string().optional(),
  "volume.kubernetes.io/selected-node": z.string().optional(),
  "kubernetes.io/limit-ranger": z.string().optional(),
  "berth.dev/workload": z.string().optional(),
});

/** `ObjectMeta`, as far as it is used. @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/ */
export const metadataSchema = z.object({
  name: z.string(),
  namespace: z.string().default(""),
  labels: textMap,
  annotations: annotationsSchema.nullish().transform((annotations) => annotations ?? {}),
  ownerReferences: listOf(ownerReferenceSchema),
  creationTimestamp: z.string().optional(),
  deletionTimestamp: z.string().optional(),
});

/** An object of which only the metadata is used. */
export const metadataOnlySchema = z.object({ metadata: metadataSchema });

export type Metadata = z.output<typeof metadataSchema>;
export type MetadataOnly = z.output<typeof metadataOnlySchema>;

/** The one owner that controls an object, if any. */
export function controllerOf({ ownerReferences }: Pick<Metadata, "ownerReferences">): z.output<typeof ownerReferenceSchema> | undefined {
  return ownerReferences.find(({ controller }) => controller === true);
}
