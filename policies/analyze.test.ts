import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { ensureTool } from "../toolchain/ensure-tool";
import { pulumiCli } from "../toolchain/pulumi-cli";
import { examples } from "./examples";
import { descheduler } from "./examples/deployment";
import { configurationOf, type Manifest, resourcesOf, withField } from "./examples/manifest";
import { rules } from "./rules";

/** The pack as the Pulumi engine runs it: `pulumi policy analyze` on exported states. */
const repository = join(__dirname, "..");
let folder: string;
let pulumi: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "berth-analyze-"));
  pulumi = (await ensureTool(pulumiCli, process.env)).path;
}, 600_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Analysis {
  readonly exitCode: number;
  readonly output: string;
}

async function analyze(manifests: readonly Manifest[], configuration: object = {}): Promise<Analysis> {
  const state = join(folder, "state.json");
  const settings = join(folder, "configuration.json");
  writeFileSync(state, JSON.stringify(stateOf(manifests)));
  writeFileSync(settings, JSON.stringify(configuration));
  const search = [join(repository, "engine/launchers"), join(repository, "node_modules/.bin"), process.env["PATH"] ?? ""].join(delimiter);
  const environment = {
    ...process.env,
    PATH: search,
    PULUMI_HOME: join(folder, "home"),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    NO_COLOR: "1",
    BERTH_TODAY: "2026-06-01",
  };
  const args = [
    "policy",
    "analyze",
    "--non-interactive",
    "--color",
    "never",
    "--policy-pack",
    join(repository, "policies"),
    "--policy-pack-config",
    settings,
    "--file",
    state,
  ];
  return new Promise((resolve) => {
    execFile(pulumi, args, { env: environment, cwd: folder }, (error, stdout, stderr) => {
      resolve({ exitCode: error === null ? 0 : Number(error.code), output: `${stdout}${stderr}` });
    });
  });
}

function stateOf(manifests: readonly Manifest[]): object {
  const stack = { urn: "urn:pulumi:example::berth::pulumi:pulumi:Stack::berth-example", custom: false, type: "pulumi:pulumi:Stack" };
  const resources = resourcesOf(manifests).map(({ type, name, urn, properties }) => ({
    urn,
    custom: true,
    id: name,
    type,
    inputs: properties,
    outputs: properties,
    parent: stack.urn,
  }));
  return {
    version: 3,
    deployment: { manifest: { time: "2026-01-01T00:00:00Z", magic: "", version: "" }, resources: [stack, ...resources] },
  };
}

const namespaceOf = (id: string): string => `example-${rules.findIndex((rule) => rule.id === id)}`;

/** Its example concerns the pods of every namespace, and with them the default PriorityClass of another example. */
const concernsAll = "no-default-priority-class-beside-tiers";
const others = rules.filter(({ id }) => id !== concernsAll);

/** Each example in a namespace of its own, so that all of them fit into one state; the descheduler is the same for all. */
function apart(sort: "good" | "bad"): readonly Manifest[] {
  const manifests = others.flatMap(({ id }) =>
    (examples[id]?.[sort] ?? []).filter((manifest) => manifest !== descheduler).map((manifest) => inNamespace(manifest, namespaceOf(id))),
  );
  return [...manifests, descheduler];
}

function inNamespace(manifest: Manifest, namespace: string): Manifest {
  if (manifest.kind === "Namespace") {
    return withField(manifest, ["metadata", "name"], namespace);
  }
  const { metadata } = manifest;
  const isNamespaced = typeof metadata === "object" && metadata !== null && "namespace" in metadata;
  return isNamespaced ? withField(manifest, ["metadata", "namespace"], namespace) : manifest;
}

/** Settings that some examples need. */
const configured: Readonly<Record<string, object>> = Object.fromEntries(
  rules.flatMap(({ id }) => Object.entries(configurationOf(id, examples[id]?.settings))),
);

it("passes the good examples", async () => {
  const { exitCode, output } = await analyze(apart("good"), configured);
  expect(output).not.toMatch(/\[(mandatory|advisory)\]/);
  expect(exitCode).toBe(0);
}, 60_000);

it("fails the bad examples, each with its own rule and no other", async () => {
  const { exitCode, output } = await analyze(apart("bad"), configured);
  const reported = [...output.matchAll(/- \[(mandatory|advisory)\].*?\s{2}([a-z0-9-]+) {2}/g)].map(
    ([, level, id]) => `${level ?? ""} ${id ?? ""}`,
  );
  expect(reported.sort()).toEqual(others.map(({ id }) => `mandatory ${id}`));
  expect(exitCode).toBe(1);
}, 60_000);

it("takes its configuration from Pulumi: levels, settings and exemptions", async () => {
  const limited = namespaceOf("no-cpu-limits");
  const configuration = {
    all: "advisory",
    "control-plane-for-core-only": { coreNamespaces: [namespaceOf("control-plane-for-core-only")], enforcementLevel: "mandatory" },
    "descheduler-excludes-keda-scaled": "advisory",
    "gpu-request-selector-toleration": { enforcementLevel: "advisory" },
    "no-cpu-limits": {
      exemptions: [{ subject: `${limited}/*`, reason: "measured: it starves the rest", until: "2026-12-31" }],
      enforcementLevel: "mandatory",
    },
    "no-hostname-pinning": {
      exemptions: [{ subject: "*/dashboard", reason: "it reads that node's sensor", until: "2026-12-31" }],
      enforcementLevel: "mandatory",
    },
    "rebalanced-workload-has-disruption-budget": "disabled",
  };
  const { exitCode, output } = await analyze(apart("bad"), configuration);
  expect(output).not.toMatch(/\[mandatory\]/);
  expect(output).toContain(
    `[no-cpu-limits] Exempt until 2026-12-31 (measured: it starves the rest): Container app of Deployment ${limited}/dashboard has a CPU limit`,
  );
  expect(exitCode).toBe(0);
}, 60_000);

it("refuses a configuration that its schema does not allow", async () => {
  const { exitCode, output } = await analyze([], { "no-cpu-limits": { exemptions: [{ subject: "media/plex" }] } });
  expect(output).toContain("reason is required");
  expect(output).toContain("until is required");
  expect(exitCode).not.toBe(0);
}, 60_000);
