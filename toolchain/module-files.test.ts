import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { moduleFiles } from "./module-files";
import { type GoTool, moduleOf } from "./tool";

let folder: string;
let tool: GoTool;
let environment: Readonly<Record<string, string>>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "berth-module-"));
  const moduleDirectory = join(folder, "module");
  mkdirSync(moduleDirectory);
  writeFileSync(
    join(moduleDirectory, "go.mod"),
    "module example.com/tools\n\ngo 1.26\n\nrequire (\n\texample.com/widget v1.4.2 // indirect\n\texample.com/widget/api v1.0.0\n)\n",
  );
  tool = {
    name: "widget",
    version: { major: 1, minor: 4, patch: 2 },
    moduleDirectory,
    package: "example.com/widget/cmd/widget",
    linkerFlags: [],
    buildTime: { alone: 1 },
    alternative: "install widget",
  };
  const source = join(folder, "source");
  mkdirSync(join(source, "config", "crd"), { recursive: true });
  writeFileSync(join(source, "config", "crd", "widgets.yaml"), "kind: CustomResourceDefinition\n");
  chmodSync(join(source, "config", "crd", "widgets.yaml"), 0o444);
  chmodSync(join(source, "config", "crd"), 0o555);
  environment = { PATH: `${join(folder, "bin")}:/usr/bin:/bin`, BERTH_CACHE_DIR: join(folder, "cache") };
  mkdirSync(join(folder, "bin"));
  go(`echo "$@" >> "${folder}/asked"\nprintf '{"Path": "example.com/widget", "Dir": "%s"}' "${source}"`);
});

afterEach(() => {
  chmodSync(join(folder, "source", "config", "crd"), 0o755);
  rmSync(folder, { recursive: true, force: true });
});

function go(script: string): void {
  const path = join(folder, "bin", "go");
  writeFileSync(path, `#!/bin/sh\nif [ "$1" = version ]; then echo go1.26.8; exit; fi\n${script}\n`);
  chmodSync(path, 0o755);
}

it("knows which module a tool is in: the nearest of those that are required", () => {
  expect(moduleOf(tool)).toEqual({ path: "example.com/widget", version: "v1.4.2" });
  expect(moduleOf({ ...tool, package: "example.com/widget/api/cmd" })).toEqual({ path: "example.com/widget/api", version: "v1.0.0" });
  expect(() => moduleOf({ ...tool, package: "example.com/widgets" })).toThrow("requires no module with example.com/widgets");
});

it("copies a folder once, and can be asked for what is above it later", async () => {
  const path = await moduleFiles(tool, "config/crd", environment);
  expect(readFileSync(join(path, "widgets.yaml"), "utf8")).toBe("kind: CustomResourceDefinition\n");
  expect(await moduleFiles(tool, "config/crd", environment)).toBe(path);
  expect(readFileSync(join(folder, "asked"), "utf8")).toBe("mod download -json example.com/widget\n");
  expect(existsSync(join(await moduleFiles(tool, "config", environment), "crd", "widgets.yaml"))).toBe(true);
});

it("copies a file, and needs no Go afterwards", async () => {
  const path = await moduleFiles(tool, "config/crd/widgets.yaml", environment);
  rmSync(join(folder, "bin"), { recursive: true });
  expect(await moduleFiles(tool, "config/crd/widgets.yaml", environment)).toBe(path);
});

it("says what is not there, and what could not be fetched", async () => {
  await expect(moduleFiles(tool, "charts", environment)).rejects.toThrow("example.com/widget v1.4.2 has no charts");
  go("exit 1");
  await expect(moduleFiles(tool, "config", environment)).rejects.toThrow(
    "the Go module example.com/widget could not be downloaded\n  fix: check GOPROXY and the network and run it again",
  );
});
