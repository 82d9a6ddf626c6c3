import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Environment } from "../../toolchain/tool";
import { chooseProviders, describeProvider } from "./choose";
import { reasonIn, rememberedFailure } from "./install";
import type { ProviderRequirement } from "./requirement";

const kubernetes: ProviderRequirement = { name: "kubernetes", version: "4.34.2" };
const unknown: ProviderRequirement = { name: "somecloud", version: "1.0.0", server: "github://api.github.com/somecloud" };

let folder: string;
let pulumi: string;
let environment: Environment;
let log: string[];
const stream = { write: (text: string) => log.push(text) };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "berth-providers-"));
  environment = { PATH: "/nowhere", PULUMI_HOME: join(folder, "home"), BERTH_CACHE_DIR: join(folder, "cache") };
  pulumi = join(folder, "pulumi");
  log = [];
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A Pulumi that only records its arguments and ends as told. */
function fakePulumi(script: string): void {
  writeFileSync(pulumi, `#!/bin/sh\necho "$@" >> ${folder}/calls\n${script}\n`);
  chmodSync(pulumi, 0o755);
}

function calls(): readonly string[] {
  return existsSync(join(folder, "calls")) ? readFileSync(join(folder, "calls"), "utf8").trim().split("\n") : [];
}

const noNetwork = `echo 'warning: Error downloading plugin: Get "https://get.pulumi.com/releases/x.tar.gz": dial tcp: lookup get.pulumi.com: no such host' >&2; exit 1`;

it("takes a plugin that is installed without asking Pulumi", async () => {
  fakePulumi("exit 1");
  mkdirSync(join(folder, "home", "plugins", "resource-kubernetes-v4.34.2"), { recursive: true });
  writeFileSync(join(folder, "home", "plugins", "resource-kubernetes-v4.34.2", "pulumi-resource-kubernetes"), "");
  expect(await chooseProviders([kubernetes], "auto", pulumi, environment, stream)).toEqual([{ ...kubernetes, source: "plugin" }]);
  expect(calls()).toEqual([]);
});

it("does not take one whose installation was cut off", async () => {
  fakePulumi(noNetwork);
  mkdirSync(join(folder, "home", "plugins", "resource-kubernetes-v4.34.2"), { recursive: true });
  writeFileSync(join(folder, "home", "plugins", "resource-kubernetes-v4.34.2", "pulumi-resource-kubernetes"), "");
  writeFileSync(join(folder, "home", "plugins", "resource-kubernetes-v4.34.2.partial"), "");
  expect((await chooseProviders([kubernetes], "auto", pulumi, environment, stream))[0]?.source).toBe("stand-in");
});

it("installs a plugin that can be installed, from where its package says", async () => {
  fakePulumi("exit 0");
  expect(await chooseProviders([unknown], "auto", pulumi, environment, stream)).toEqual([{ ...unknown, source: "plugin" }]);
  expect(calls()).toEqual(["plugin install resource somecloud 1.0.0 --server github://api.github.com/somecloud"]);
});

it("tries once, remembers the failure, and says so each time in one line", async () => {
  fakePulumi(noNetwork);
  const first = await chooseProviders([kubernetes], "auto", pulumi, environment, stream);
  const second = await chooseProviders([kubernetes], "auto", pulumi, environment, stream);
  expect(second).toEqual(first);
  expect(calls()).toHaveLength(1);
  expect(first.map(describeProvider)).toEqual([
    "kubernetes: stand-in (plugin 4.34.2 could not be installed: get.pulumi.com: no such host); checks inputs, touches nothing",
  ]);
  expect(rememberedFailure(kubernetes, environment, Date.now() + 7 * 60 * 60 * 1000)).toBeUndefined();
});

it("tries again, and takes no stand-in, when only the real one will do", async () => {
  fakePulumi(noNetwork);
  await chooseProviders([kubernetes], "auto", pulumi, environment, stream);
  await expect(chooseProviders([kubernetes], "real", pulumi, environment, stream)).rejects.toThrow(
    "provider plugins are missing\n  kubernetes: plugin 4.34.2 could not be installed: get.pulumi.com: no such host\n    fix: pulumi plugin install resource kubernetes 4.34.2",
  );
  expect(calls()).toHaveLength(2);
});

it("tries nothing when a stand-in is asked for", async () => {
  fakePulumi("exit 0");
  expect((await chooseProviders([kubernetes], "stand-in", pulumi, environment, stream)).map(describeProvider)).toEqual([
    "kubernetes: stand-in (asked for); checks inputs, touches nothing",
  ]);
  expect(calls()).toEqual([]);
});

it("cannot go on without a plugin that nothing stands in for", async () => {
  fakePulumi(noNetwork);
  await expect(chooseProviders([unknown], "auto", pulumi, environment, stream)).rejects.toThrow(
    "somecloud: plugin 1.0.0 could not be installed",
  );
});

it("finds the reason in what Pulumi prints", () => {
  expect(reasonIn("error: [resource plugin x] checksum mismatch\n")).toBe("[resource plugin x] checksum mismatch");
  expect(reasonIn("")).toBe("Pulumi gave no reason");
});
