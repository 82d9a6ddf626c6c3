import { z } from "zod";
import { didYouMean } from "../diagnostics/did-you-mean";
import type { Finding } from "../diagnostics/finding";
import { childOf, knownFields } from "./known-fields";
import { joinPath, renderValue } from "./render";

type Issue = z.core.$ZodIssue;

/**
 * What a schema has against an input, in the words of someone who never heard of the schema: each with the path by
 * name, the value found and, for a misspelt field or word, what was probably meant.
 *
 * @param path Where the input itself stands: `workloads[media/sonarr]`, or empty for the root.
 */
export function findingsOf(error: z.ZodError, schema: z.core.$ZodType, input: unknown, path: string): Finding[] {
  return error.issues.flatMap((issue) => {
    const found = issue.path.reduce(childOf, input);
    const where = joinPath(path, input, issue.path);
    if (issue.code === "unrecognized_keys") {
      const known = knownFields(schema, input, issue.path);
      return issue.keys.map((key) => unknownField(key, known, childOf(found, key), joinPath(where, found, [key])));
    }
    const meant = issue.code === "invalid_union" ? meantOption(issue) : undefined;
    if (meant !== undefined) {
      return findingsOf(new z.ZodError(meant.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }))), schema, input, path);
    }
    const finding = { path: where, message: messageOf(issue, found) };
    const fix = typeof found === "string" ? didYouMean(found, acceptedWords(issue)) : undefined;
    return [{ ...finding, ...(found === undefined ? {} : { value: renderValue(found) }), ...(fix === undefined ? {} : { fix }) }];
  });
}

function unknownField(key: string, known: readonly string[], value: unknown, path: string): Finding {
  const fix = didYouMean(key, known) ?? (known.length === 0 ? "remove it" : `known here: ${[...known].sort().join(", ")}`);
  return { path, message: "is not a known field", value: renderValue(value), fix };
}

function acceptedWords(issue: Issue): readonly string[] {
  if (issue.code === "invalid_value") {
    return issue.values.map(String);
  }
  return issue.code === "invalid_union" ? (optionsOf(issue) ?? []) : [];
}

/** The values that a discriminated union goes by; undefined for a plain union. */
function optionsOf(issue: z.core.$ZodIssueInvalidUnion): readonly string[] | undefined {
  return "options" in issue && Array.isArray(issue.options) ? issue.options.map(String) : undefined;
}

/**
 * What the only option of a plain union that takes this type of value has against it, such as that of a list among
 * single values; undefined when there are several, or when the schema has words of its own for the union.
 */
function meantOption(issue: z.core.$ZodIssueInvalidUnion): readonly Issue[] | undefined {
  const fitting = issue.errors.filter((issues) => !issues.some(({ code, path }) => code === "invalid_type" && path.length === 0));
  const [only] = fitting;
  return fitting.length === 1 && issue.message === unsaid ? only : undefined;
}

/** `must be a map or a list`, when the value is of no option's type; undefined when the schema has words of its own. */
function typesOf({ message, errors }: z.core.$ZodIssueInvalidUnion): string | undefined {
  const types = errors.flat().flatMap((inner) => (inner.code === "invalid_type" && inner.path.length === 0 ? [inner.expected] : []));
  return message === unsaid && types.length > 0 ? `must be ${types.map((type) => typeNames[type] ?? type).join(" or ")}` : undefined;
}

/** What zod says of a union for which the schema has no words. */
const unsaid = "Invalid input";

function messageOf(issue: Issue, found: unknown): string {
  if (found === undefined && issue.code !== "custom" && issue.code !== "unrecognized_keys") {
    return "is missing";
  }
  switch (issue.code) {
    case "invalid_type":
      return `must be ${typeNames[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return `must be ${alternatives(issue.values.map(String))}`;
    case "invalid_union": {
      const options = optionsOf(issue);
      return options === undefined ? (typesOf(issue) ?? issue.message) : `must be ${alternatives(options)}`;
    }
    case "too_small":
      return tooSmall(issue);
    case "too_big":
      return issue.origin === "array"
        ? `must have at most ${String(issue.maximum)} ${issue.maximum === 1 ? "entry" : "entries"}`
        : `must be at most ${String(issue.maximum)}`;
    case "invalid_format":
      return formatNames[issue.format] ?? issue.message;
    case "invalid_key":
      return `has a key that cannot be: it ${issue.issues.map((inner) => messageOf(inner, "")).join(", ")}`;
    case "unrecognized_keys":
    case "invalid_element":
    case "not_multiple_of":
    case "custom":
      return issue.message;
  }
}

function tooSmall(issue: z.core.$ZodIssueTooSmall): string {
  if (issue.origin === "string" || issue.origin === "array") {
    return "must not be empty";
  }
  return `must be ${issue.inclusive === false ? "more than" : "at least"} ${String(issue.minimum)}`;
}

function alternatives(words: readonly string[]): string {
  return words.length === 1 ? `"${words.join()}"` : `one of ${words.map((word) => `"${word}"`).join(", ")}`;
}

const typeNames: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  tuple: "a list",
  object: "a map",
  record: "a map",
};

const formatNames: Readonly<Record<string, string>> = {
  ipv4: "must be an IPv4 address such as 192.168.1.10",
  url: "must be a URL such as http://prometheus.monitoring:9090",
  starts_with: "must begin with /",
};
