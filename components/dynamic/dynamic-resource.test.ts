import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { changedInputs, unknownValue } from "./known";
import { providerModule } from "./dynamic-resource";

const kinds = [
  "contabo:Instance",
  "contabo:PrivateNetwork",
  "contabo:Secret",
  "k3s:ClientCertificate",
  "k3s:Identity",
  "k3s:Readiness",
  "k3s:ServiceAccountKey",
  "k3s:Version",
  "wireguard:Keys",
] as const;
const project = join(__dirname, "..", "..");

it("is loaded in a plain process of Node that runs in the project's folder, without Pulumi's program", () => {
  const script = `
    const Module = require("node:module");
    const loaded = new Module("");
    loaded.paths = Module._nodeModulePaths(process.cwd());
    const kinds = {};
    for (const [kind, text] of ${JSON.stringify(kinds.map((kind) => [kind, providerModule(kind)]))}) {
      loaded._compile(text, "");
      kinds[kind] = Object.keys(loaded.exports.handler()).includes("create");
    }
    process.stdout.write(JSON.stringify(kinds));`;
  const output = execFileSync(process.execPath, ["-e", script], { cwd: project, encoding: "utf8" });
  expect(JSON.parse(output)).toEqual(Object.fromEntries(kinds.map((kind) => [kind, true])));
}, 60_000);

it("takes what a preview cannot know for no change", () => {
  expect(changedInputs(["a", "b", "c", "d"], { a: 1, b: "x", c: [1] }, { a: 2, b: unknownValue, c: [1, unknownValue] })).toEqual(["a"]);
  expect(changedInputs(["a"], {}, { a: null })).toEqual([]);
  expect(changedInputs(["a"], { a: [1, 2] }, { a: [2, 1] })).toEqual(["a"]);
});
