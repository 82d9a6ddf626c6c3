import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ensureTool } from "./ensure-tool";
import { findTool } from "./find-tool";
import { cachedPath, type Environment, type GoTool, requiredVersion } from "./tool";

let folder: string;
let tool: GoTool;
let environment: Environment;
let log: string[];
const stream = { write: (text: string) => log.push(text) };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "berth-tool-"));
  log = [];
  const moduleDirectory = join(folder, "module");
  mkdirSync(moduleDirectory);
  writeFileSync(join(moduleDirectory, "go.mod"), "module example.com/tools\n\ngo 1.26\n\nrequire (\n\texample.com/widget v1.4.2\n)\n");
  writeFileSync(join(moduleDirectory, "go.sum"), "");
  tool = {
    name: "widget",
    version: requiredVersion(moduleDirectory, "example.com/widget"),
    moduleDirectory,
    package: "example.com/widget",
    linkerFlags: ["-s"],
    installed: { versionArguments: ["version"], accepts: ({ major, minor }) => major === 1 && minor >= 4 },
    buildTime: { alone: 30 },
    alternative: "install widget",
  };
  environment = { PATH: `${join(folder, "bin")}:/usr/bin:/bin`, BERTH_CACHE_DIR: join(folder, "cache") };
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function executable(name: string, script: string): void {
  mkdirSync(join(folder, "bin"), { recursive: true });
  const path = join(folder, "bin", name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}

/** A Go that counts its builds and makes an executable of the given script. */
function fakeGo(version: string, built: string): void {
  executable(
    "go",
    `if [ "$1" = version ]; then echo "go version go${version} linux/amd64"; exit; fi
echo build >> "${folder}/builds"
while [ "$1" != -o ]; do shift; done
mkdir -p "$(dirname "$2")"
printf '#!/bin/sh\\n${built}\\n' > "$2"
chmod +x "$2"
echo example.com/widget/internal >&2`,
  );
}

function builds(): number {
  return existsSync(join(folder, "builds")) ? readFileSync(join(folder, "builds"), "utf8").split("\n").length - 1 : 0;
}

it("reads the pinned version from go.mod", () => {
  expect(tool.version).toEqual({ major: 1, minor: 4, patch: 2 });
});

it("takes one on the PATH that will do", async () => {
  executable("widget", "echo widget v1.5.0");
  const { path, version, source } = await ensureTool(tool, environment, stream);
  expect({ path, version, source }).toEqual({
    path: join(folder, "bin", "widget"),
    version: { major: 1, minor: 5, patch: 0 },
    source: "PATH",
  });
  expect(log).toEqual([]);
});

it("says why one on the PATH will not do", async () => {
  executable("widget", "echo widget v1.3.9");
  expect(await findTool(tool, environment)).toEqual({
    found: undefined,
    rejected: `${join(folder, "bin", "widget")} is 1.3.9, and 1.4.2 or newer is needed`,
  });
});

it("builds it once, and then finds it in the cache", async () => {
  fakeGo("1.26.8", "echo v1.4.2");
  const first = await ensureTool(tool, environment, stream);
  const second = await ensureTool(tool, environment, stream);
  expect(first).toEqual({ path: cachedPath(tool, environment), version: tool.version, source: "cache" });
  expect(second).toEqual(first);
  expect(builds()).toBe(1);
  expect(log).toEqual(["building widget 1.4.2 (takes about 30 seconds on 2 cores, once)\n"]);
});

it("builds it once for two that want it at the same time", async () => {
  fakeGo("1.26.8", "echo v1.4.2");
  await Promise.all([ensureTool(tool, environment, stream), ensureTool(tool, environment, stream)]);
  expect(builds()).toBe(1);
});

it("builds it anew when a pin changes", async () => {
  fakeGo("1.26.8", "echo v1.4.2");
  const { path } = await ensureTool(tool, environment, stream);
  writeFileSync(join(tool.moduleDirectory, "go.sum"), "example.com/widget v1.4.2 h1:other\n");
  expect((await ensureTool(tool, environment, stream)).path).not.toBe(path);
  expect(builds()).toBe(2);
});

it("builds it anew when its source changes", async () => {
  fakeGo("1.26.8", "echo v1.4.2");
  const { path } = await ensureTool(tool, environment, stream);
  writeFileSync(join(tool.moduleDirectory, "main.go"), "package main\n");
  expect((await ensureTool(tool, environment, stream)).path).not.toBe(path);
  expect(builds()).toBe(2);
});

it("keeps nothing of a build that fails, and shows what Go said", async () => {
  executable("go", 'if [ "$1" = version ]; then echo go1.26.8; exit; fi\necho "go: example.com/widget: no such host" >&2\nexit 1');
  await expect(ensureTool(tool, environment, stream)).rejects.toThrow(
    /widget could not be built \(go build ended with 1\)\n {4}go: example\.com\/widget: no such host\n {2}fix: .*install widget/,
  );
  expect(readdirSync(dirname(dirname(dirname(cachedPath(tool, environment)))))).toEqual([]);
});

it("refuses a result that is not the pinned version", async () => {
  fakeGo("1.26.8", "echo v9.9.9");
  await expect(ensureTool(tool, environment, stream)).rejects.toThrow("does not report version 1.4.2");
  expect(existsSync(cachedPath(tool, environment))).toBe(false);
});

it("asks for Go when it is too old, and names the alternative", async () => {
  fakeGo("1.25.3", "echo v1.4.2");
  await expect(ensureTool(tool, environment, stream)).rejects.toThrow(
    `widget has to be built, and that needs Go 1.26 or newer\n  go: is too old (found ${join(folder, "bin", "go")} 1.25.3)\n    fix: install Go 1.26: https://go.dev/doc/install; or install widget`,
  );
});
