import { readFileSync } from "node:fs";
import * as rpc from "@pulumi/pulumi/runtime/rpc";

/** What one file of the policies' SDK uses of a package that it calls by this name. */
function usedBy(file: string, name: string): readonly string[] {
  const text = readFileSync(require.resolve(`@pulumi/policy/${file}`), "utf8");
  return [...new Set([...text.matchAll(new RegExp(`\\b${name}\\.(\\w+)`, "g"))].map(([, member = ""]) => member))].sort();
}

test("of Pulumi's own package the bundle has what the policies' SDK uses, and its marks are Pulumi's", () => {
  const small = jest.requireActual<object>("./index.js");
  const marks = jest.requireActual<object>("./rpc.js");
  expect(usedBy("deserialize", "pulumi_1")).toEqual(Object.keys(small).sort());
  expect(usedBy("deserialize", "rpc_1")).toEqual(Object.keys(marks).sort());
  expect(rpc).toMatchObject(marks);
});

test("no other file of the SDK asks for it, but for what is sent and received", () => {
  const asked = ["index", "policy", "protoutil", "proxy", "schema", "secret", "server", "version"].flatMap((file) => {
    const text = readFileSync(require.resolve(`@pulumi/policy/${file}`), "utf8");
    return [...text.matchAll(/require\("(@pulumi\/pulumi[^"]*)"\)/g)].map(([, path = ""]) => path);
  });
  expect([...new Set(asked)].filter((path) => !path.startsWith("@pulumi/pulumi/proto/"))).toEqual([]);
});
