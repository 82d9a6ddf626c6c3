import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { goSettings } from "../../../toolchain/go";

/** What the published Go SDK, which is generated from the provider's schema, says about a resource or function. */
export interface PublishedItem {
  /** Names of inputs, sorted. */
  readonly inputs: readonly string[];
  /** Names of outputs, sorted. */
  readonly outputs: readonly string[];
  readonly secretOutputs: readonly string[];
}

export interface PublishedSdk {
  readonly version: string;
  /** By token. */
  readonly resources: Readonly<Record<string, PublishedItem>>;
  /** By token. */
  readonly functions: Readonly<Record<string, PublishedItem>>;
  /** Names of the properties of a nested type, sorted, by module folder and name: `machine/GetDisksDisk`. */
  readonly propertiesOf: (type: string) => readonly string[];
}

const moduleDirectory = join(__dirname, "../../../toolchain/talos-sdk");
const downloaded = z.object({ Dir: z.string(), Version: z.string() });

/** Reads the SDK out of Go's module cache, into which Go downloads it the first time. Its checksum is pinned. */
export function readPublishedSdk(): PublishedSdk {
  const answer = execFileSync("go", ["mod", "download", "-json", "github.com/pulumiverse/pulumi-talos/sdk"], {
    cwd: moduleDirectory,
    env: { ...process.env, ...goSettings, PATH: `${process.env["PATH"] ?? ""}:/usr/local/go/bin` },
    encoding: "utf8",
  });
  const { Dir: directory, Version: version } = downloaded.parse(JSON.parse(answer));
  const resources: Record<string, PublishedItem> = {};
  const functions: Record<string, PublishedItem> = {};
  const types: Record<string, readonly string[]> = {};
  for (const module of ["client", "cluster", "imagefactory", "machine"]) {
    const folder = join(directory, "go/talos", module);
    for (const file of readdirSync(folder).filter((name) => name.endsWith(".go"))) {
      const source = readFileSync(join(folder, file), "utf8");
      for (const [, name = "", body = ""] of source.matchAll(/^type (\w+) struct \{\n([\s\S]*?)^\}/gm)) {
        types[`${module}/${name}`] ??= properties(body);
      }
      const resource = /RegisterResource\("([^"]+:(\w+))"/.exec(source);
      if (resource !== null) {
        const [, token = "", name = ""] = resource;
        resources[token] = {
          inputs: struct(source, `${name.charAt(0).toLowerCase()}${name.slice(1)}Args`),
          outputs: struct(source, name),
          secretOutputs: secretOutputs(source),
        };
      }
      const call = /ctx\.Invoke\("([^"]+)"/.exec(source);
      if (call !== null) {
        const args = /^type ((?:Get|Lookup)\w+)Args struct/m.exec(source)?.[1] ?? "";
        functions[call[1] ?? ""] = {
          inputs: struct(source, `${args}Args`),
          outputs: struct(source, `${args}Result`),
          secretOutputs: [],
        };
      }
    }
  }
  return {
    version,
    resources,
    functions,
    propertiesOf: (type) => {
      const found = types[type];
      if (found === undefined) {
        throw new Error(`the published SDK has no type ${type}`);
      }
      return found;
    },
  };
}

function bodyOf(source: string, name: string): string {
  return new RegExp(`^type ${name} struct \\{\\n([\\s\\S]*?)^\\}`, "m").exec(source)?.[1] ?? "";
}

function struct(source: string, name: string): readonly string[] {
  return properties(bodyOf(source, name));
}

function properties(body: string): readonly string[] {
  return [...body.matchAll(/`pulumi:"(\w+)"`/g)].map(([, name = ""]) => name).sort();
}

function secretOutputs(source: string): readonly string[] {
  const list = /AdditionalSecretOutputs\(\[\]string\{([^}]*)\}/.exec(source)?.[1] ?? "";
  return [...list.matchAll(/"(\w+)"/g)].map(([, name = ""]) => name).sort();
}
