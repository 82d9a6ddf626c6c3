import { compareVersions, findVersion, formatVersion, parseVersion } from "./version";

it.each([
  ["v3.259.0\n", "3.259.0"],
  ["go version go1.26 linux/amd64", "1.26.0"],
  ["go version go1.26.8 linux/amd64", "1.26.8"],
])("finds the version in %j", (text, expected) => {
  const found = findVersion(text);
  expect(found === undefined ? undefined : formatVersion(found)).toBe(expected);
});

it("finds none where there is none", () => {
  expect(findVersion("development build")).toBeUndefined();
  expect(() => parseVersion("development build")).toThrow('no version in "development build"');
});

it.each([
  ["1.2.3", "1.2.3", 0],
  ["1.2.3", "1.2.10", -1],
  ["1.10.0", "1.9.9", 1],
  ["2.0.0", "1.99.99", 1],
])("compares %s with %s", (a, b, expected) => {
  expect(Math.sign(compareVersions(parseVersion(a), parseVersion(b)))).toBe(expected);
});
