import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureTools } from "./ensure-tools";
import { cachedPath, type Environment, type GoTool } from "./tool";

let folder: string;
let environment: Environment;
let log: string[];
const stream = { write: (text: string) => log.push(text) };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "berth-tools-"));
  log = [];
  environment = { PATH: `${join(folder, "bin")}:/usr/bin:/bin`, BERTH_CACHE_DIR: join(folder, "cache") };
  // Makes what is asked for, as Go does, and notes with which packages it was called.
  executable(
    "bin/go",
    `if [ "$1" = version ]; then echo go1.26.8; exit; fi
while [ "$1" != -o ]; do shift; done
target="$2"; shift 2
echo "$@" >> "${folder}/builds"
for package in "$@"; do
  if [ "$package" = example.com/broken ]; then echo "broken.go:1:1: syntax error" >&2; exit 1; fi
  case "$target" in */) path="$target\${package##*/}" ;; *) path="$target" ;; esac
  mkdir -p "$(dirname "$path")"
  printf '#!/bin/sh\\necho %s v1.0.0\\n' "$package" > "$path"
  chmod +x "$path"
done`,
  );
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function executable(path: string, script: string): void {
  const file = join(folder, path);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}

function tool(name: string, module: string, overrides: Partial<GoTool> = {}): GoTool {
  const moduleDirectory = join(folder, module);
  mkdirSync(moduleDirectory, { recursive: true });
  writeFileSync(join(moduleDirectory, "go.mod"), "module example.com/tools\n\ngo 1.26\n");
  writeFileSync(join(moduleDirectory, "go.sum"), "");
  return {
    name,
    version: { major: 1, minor: 0, patch: 0 },
    moduleDirectory,
    package: `example.com/${name}`,
    linkerFlags: ["-s"],
    installed: { versionArguments: ["version"], accepts: ({ major }) => major === 1, folderVariable: "TEST_ASSETS" },
    buildTime: { alone: 60, beside: 10 },
    alternative: `install ${name}`,
    ...overrides,
  };
}

function builds(): readonly string[] {
  return existsSync(join(folder, "builds")) ? readFileSync(join(folder, "builds"), "utf8").trim().split("\n").sort() : [];
}

it("builds what comes from one module at once, each under its own name", async () => {
  const tools = [tool("a", "one"), tool("b", "one"), tool("c", "two"), tool("first", "one", { package: "example.com/other/a" })];
  const found = await ensureTools(tools, environment, stream);
  expect(builds()).toEqual(["example.com/a example.com/b", "example.com/c", "example.com/other/a"]);
  expect(tools.map((each) => found.get(each))).toEqual(
    tools.map((each) => ({ path: cachedPath(each, environment), version: each.version, source: "cache" })),
  );
  expect(tools.map((each) => readFileSync(cachedPath(each, environment), "utf8").includes(`echo ${each.package} `))).toEqual(
    tools.map(() => true),
  );
  expect(log).toEqual(["building a 1.0.0, b 1.0.0, c 1.0.0, first 1.0.0 (takes about 2 minutes on 2 cores, once)\n"]);
});

it("builds only what is missing", async () => {
  const [a, b] = [tool("a", "one"), tool("b", "one")];
  await ensureTools([a], environment, stream);
  await ensureTools([a, b, b], environment, stream);
  await ensureTools([a, b], environment, stream);
  expect(builds()).toEqual(["example.com/a", "example.com/b"]);
});

it("takes one from the folder that a variable names, after the PATH", async () => {
  const wanted = tool("a", "one");
  executable("assets/a", "echo 1.2.0");
  executable("bin/a", "echo 2.0.0");
  const found = await ensureTools([wanted], { ...environment, TEST_ASSETS: join(folder, "assets") }, stream);
  expect(found.get(wanted)).toEqual({ path: join(folder, "assets", "a"), version: { major: 1, minor: 2, patch: 0 }, source: "folder" });
  expect(log).toEqual([]);
});

it("always builds what cannot say its version", async () => {
  const { name, version, moduleDirectory, package: path, linkerFlags, buildTime, alternative } = tool("a", "one");
  const silent: GoTool = { name, version, moduleDirectory, package: path, linkerFlags, buildTime, alternative };
  executable("bin/a", "echo 1.0.0");
  expect((await ensureTools([silent], environment, stream)).get(silent)?.source).toBe("cache");
});

it("names all that is missing when there is no Go that will do", async () => {
  executable("bin/go", "echo go1.20.1");
  await expect(ensureTools([tool("a", "one"), tool("b", "two")], environment, stream)).rejects.toThrow(
    [
      "2 tools have to be built, and that needs Go 1.26 or newer",
      `  go: is too old (found ${join(folder, "bin", "go")} 1.20.1)`,
      "    fix: install Go 1.26: https://go.dev/doc/install",
      "  a: 1.0.0 is neither installed nor built",
      "    fix: with Go it is built; or install a",
      "  b: 1.0.0 is neither installed nor built",
      "    fix: with Go it is built; or install b",
    ].join("\n"),
  );
});

it("keeps what was built when something else fails", async () => {
  const [a, broken] = [tool("a", "one"), tool("broken", "two")];
  await expect(ensureTools([a, broken], environment, stream)).rejects.toThrow(
    /broken could not be built \(go build ended with 1\)\n {4}broken\.go:1:1: syntax error\n {2}fix: .*install broken/,
  );
  expect(existsSync(cachedPath(a, environment))).toBe(true);
  expect(existsSync(cachedPath(broken, environment))).toBe(false);
});
