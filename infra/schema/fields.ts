import { z } from "zod";
import { isQuantity, parseQuantity } from "../quantities/quantity";

const labelName = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const dnsSubdomain = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

/** RFC 1123 label: names of nodes, namespaces and most objects. */
export const dnsLabel = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    "must be lower-case letters, digits and hyphens, at most 63, beginning and ending with a letter or digit",
  );

/** Key of a label, taint or extended resource: an optional DNS prefix, a slash and a name. */
export const labelKey = z.string().refine((key) => {
  const slash = key.indexOf("/");
  return slash === -1 ? labelName.test(key) : dnsSubdomain.test(key.slice(0, slash)) && labelName.test(key.slice(slash + 1));
}, "must be a label key such as example.com/name");

/** Value of a label: empty, or at most 63 letters, digits, `.`, `_` and `-`. */
export const labelValue = z
  .string()
  .refine(
    (value) => value === "" || labelName.test(value),
    "must be a label value: at most 63 letters, digits, dots, underscores and hyphens",
  );

/** A {@link labelValue} that names something, and therefore is not empty. */
export const namedLabelValue = labelValue.min(1);

/** Labels of an object. */
export const labelMap = z.record(labelKey, labelValue);

/** CPU as a Kubernetes quantity of cores, zero or more, in whole thousandths as the API server demands: `250m`, `1.5`. */
export const cpuQuantity = z.string().superRefine((text, context) => {
  addIssue(context, quantityMistake(text) ?? cpuMistake(text));
});

/** Memory or storage as a Kubernetes quantity of bytes, zero or more: `512Mi`, `17G`. */
export const memoryQuantity = z.string().superRefine((text, context) => {
  addIssue(context, quantityMistake(text) ?? memoryMistake(text));
});

export const positiveInteger = z.int().positive();
export const nonNegativeInteger = z.int().nonnegative();

const nanoPerMilli = 1_000_000n;
const nanoPerUnit = 1_000_000_000n;
const mostCores = 1_000_000n;

function quantityMistake(text: string): string | undefined {
  if (!isQuantity(text)) {
    return "must be a Kubernetes quantity such as 250m, 2, 512Mi or 17G";
  }
  return parseQuantity(text) < 0n ? "must not be negative" : undefined;
}

function cpuMistake(text: string): string | undefined {
  const nano = parseQuantity(text);
  if (nano % nanoPerMilli !== 0n) {
    return "must not be finer than a thousandth of a core (1m)";
  }
  // The usual cause is a memory figure in the wrong field.
  return text.endsWith("i") || nano > mostCores * nanoPerUnit ? "must be cores such as 2, or thousandths of one such as 250m" : undefined;
}

function memoryMistake(text: string): string | undefined {
  if (/[num]$/.test(text)) {
    return `must be bytes: the suffix "${text.slice(-1)}" means a fraction of one; write ${text.slice(0, -1)}Mi for mebibytes`;
  }
  return parseQuantity(text) > BigInt(Number.MAX_SAFE_INTEGER) * nanoPerUnit ? "must be less than 8 PiB" : undefined;
}

function addIssue(context: z.RefinementCtx, message: string | undefined): void {
  if (message !== undefined) {
    context.addIssue({ code: "custom", message });
  }
}
