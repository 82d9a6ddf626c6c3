import { z } from "zod";
import { isQuantity } from "../quantities/quantity";

const labelName = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const dnsSubdomain = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

/** RFC 1123 label: names of nodes, namespaces and most objects. */
export const dnsLabel = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, "must be lower-case letters, digits and hyphens, at most 63, beginning and ending with a letter or digit");

/** Key of a label, taint or extended resource: an optional DNS prefix, a slash and a name. */
export const labelKey = z.string().refine((key) => {
  const slash = key.indexOf("/");
  return slash === -1 ? labelName.test(key) : dnsSubdomain.test(key.slice(0, slash)) && labelName.test(key.slice(slash + 1));
}, "must be a label key such as example.com/name");

/** Value of a label: empty, or at most 63 letters, digits, `.`, `_` and `-`. */
export const labelValue = z.string().refine((value) => value === "" || labelName.test(value), "must be a label value: at most 63 letters, digits, dots, underscores and hyphens");

/** Labels of an object. */
export const labelMap = z.record(labelKey, labelValue);

/** A Kubernetes quantity as text: `250m`, `1.5`, `512Mi`, `17G`. */
export const quantity = z.string().refine(isQuantity, "must be a Kubernetes quantity such as 250m, 2, 512Mi or 17G");

export const positiveInteger = z.int().positive();
export const nonNegativeInteger = z.int().nonnegative();
