import * as fc from "fast-check";
import { normalizeHardware } from "./normalize";
import { proxmoxHardware } from "./testing/proxmox-hardware";

type Path = readonly (string | number)[];

/** Where every value of the table stands, lists and rows included. */
function pathsIn(value: unknown, path: Path = []): readonly Path[] {
  if (Array.isArray(value)) {
    return [path, ...value.flatMap((item, index) => pathsIn(item, [...path, index]))];
  }
  if (typeof value === "object" && value !== null) {
    return [path, ...Object.entries(value).flatMap(([key, item]) => pathsIn(item, [...path, key]))];
  }
  return [path];
}

function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) {
    return by;
  }
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => (index === key ? replaced(item, rest, by) : item));
  }
  return typeof value === "object" && value !== null
    ? Object.fromEntries(
        Object.entries(value).map(([name, item]: [string, unknown]) => [name, name === key ? replaced(item, rest, by) : item]),
      )
    : value;
}

const paths = pathsIn(proxmoxHardware);
/** What people write: other values of the table in the wrong place, and anything at all. */
const values = fc.oneof(
  fc.constantFrom(undefined, null, "", "0", "-1", "1e3", "0.5Mi", "10.0.0.0/8", "gpu1", "pve2", "t4", 0, -1, 0.5, 1e15, true, [], {}),
  fc.jsonValue(),
);

describe("any hardware table", () => {
  it("is either normalised or told what is wrong with it", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...paths), values), { minLength: 1, maxLength: 4 }), (changes) => {
        const table = changes.reduce<unknown>((before, [path, by]) => replaced(before, path, by), proxmoxHardware);
        const { profile, findings } = normalizeHardware(table);
        expect(profile === undefined).toBe(findings.length > 0);
        expect(findings.every(({ path, message }) => path !== "" && message !== "")).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
