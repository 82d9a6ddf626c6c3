import fc from "fast-check";
import { UserError } from "../diagnostics/user-error";
import type { StackDefinition } from "./definition";
import { loadStack } from "./load-stack";
import { validConfig, validDefinition } from "./testing/valid-stack";

type Path = readonly (string | number)[];

/** Every place in a value, its root excepted. */
function pathsIn(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== "object" || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, child]: [string, unknown]) => {
    const next = [...path, Array.isArray(value) ? Number(key) : key];
    return [next, ...pathsIn(child, next)];
  });
}

/** A copy of a value in which something else stands at one place. */
function replaceAt(value: unknown, [key, ...rest]: Path, replacement: unknown): unknown {
  if (key === undefined) {
    return replacement;
  }
  if (Array.isArray(value)) {
    return value.map((child: unknown, index) => (index === key ? replaceAt(child, rest, replacement) : child));
  }
  const entries: [string, unknown][] = Object.entries(Object(value) as Record<string, unknown>);
  return Object.fromEntries(entries.map(([name, child]) => [name, name === key ? replaceAt(child, rest, replacement) : child]));
}

const plausible = fc.constantFrom<unknown>(
  undefined,
  null,
  "",
  "x",
  "cp1",
  "media",
  "home/mosquitto",
  "250m",
  "16Gi",
  "-1",
  "99999999E",
  "50%",
  -1,
  0,
  1,
  1.5,
  1e9,
  true,
  [],
  {},
  [{}],
  [null],
);

describe("a table in which anything stands anywhere", () => {
  it("loads, or is refused with findings that have a path and a message", () => {
    const paths = pathsIn(validDefinition);
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.oneof(plausible, fc.jsonValue()), (path, replacement) => {
        const definition: unknown = replaceAt(validDefinition, path, replacement);
        try {
          expect(loadStack(definition as StackDefinition, validConfig).problem.nodes.length).toBeGreaterThan(0);
        } catch (error) {
          if (!(error instanceof UserError)) {
            throw error;
          }
          expect(error.findings.length).toBeGreaterThan(0);
          expect(error.findings.every((finding) => finding.path !== "" && finding.message !== "")).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
