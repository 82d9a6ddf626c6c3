import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { z } from "zod";
import { clusterOfStack } from "../../infra/observe/testing/cluster-of-stack";
import { stackConfigSchema } from "../../infra/stack/config";
import { loadStack } from "../../infra/stack/load-stack";
import { definition as homelab } from "../../stacks/homelab/definition";
import { type ApiServerBehaviour, type RunningApiServer, startApiServer } from "../../kubernetes-api/testing/api-server";
import { selfSigned } from "../../kubernetes-api/testing/certificate";

const project = join(__dirname, "../..");
const objects = clusterOfStack(loadStack(homelab, stackConfigSchema.parse({})));
const metrics = "/apis/metrics.k8s.io/v1beta1/pods";

let folder: string;
let server: RunningApiServer;

afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function start(behaviour: Partial<ApiServerBehaviour> = {}): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), "berth-observe-"));
  server = await startApiServer({ objects, absent: [metrics], ...behaviour });
}

/** Runs the command as npm does, in a process of its own, against the running server. */
async function observe(
  arguments_: readonly string[] = [],
  { cluster = {}, user = {} }: { readonly cluster?: object; readonly user?: object } = {},
): Promise<Outcome> {
  const kubeconfig = join(folder, "kubeconfig");
  writeFileSync(
    kubeconfig,
    stringify({
      "current-context": "admin@garage",
      contexts: [{ name: "admin@garage", context: { cluster: "garage", user: "admin" } }],
      clusters: [{ name: "garage", cluster: { server: server.url, ...cluster } }],
      users: [{ name: "admin", user }],
    }),
  );
  return new Promise((resolve) => {
    const command = ["--import", "tsx", "cli/main.ts", "observe", "--kubeconfig", kubeconfig, ...arguments_];
    execFile(process.execPath, command, { cwd: project, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
      resolve({ code, stdout, stderr });
    });
  });
}

const printed = z.object({
  definition: z.object({
    name: z.string(),
    hardware: z.object({ machines: z.array(z.object({ name: z.string(), role: z.string() })) }),
    workloads: z.array(z.unknown()),
  }),
  remarks: z.array(z.object({ kind: z.string(), subject: z.string(), message: z.string() })),
  findings: z.array(z.unknown()),
});

test("writes the tables of a stack, pages and all, and only ever reads", async () => {
  const tls = selfSigned("kubernetes");
  await start({ tls, token: "secret-token", expiring: { "/api/v1/pods": 1 } });
  const out = join(folder, "garage");
  const { code, stdout, stderr } = await observe(["--out", out], {
    cluster: { "certificate-authority-data": Buffer.from(tls.certificate).toString("base64") },
    user: { token: "secret-token" },
  });
  expect(code).toBe(0);
  expect(stdout).toContain(`4 machines, 27 namespaces and 66 workloads in ${out}`);
  expect(stderr).toContain("pods: 124\n");
  expect(stderr).toContain("pods.metrics.k8s.io: not served\n");
  expect(readdirSync(out).sort()).toEqual(["definition.ts", "hardware.ts", "namespaces.ts", "workloads"]);
  expect(readFileSync(join(out, "hardware.ts"), "utf8")).toContain("// Estimated by the number of threads");
  expect(server.requests.filter((request) => !request.startsWith("GET "))).toEqual([]);
  expect(server.requests.filter((request) => /secrets|configmaps/.test(request))).toEqual([]);
  expect(stdout + stderr).not.toContain("secret-token");
}, 60_000);

test("--json prints the tables and nothing else, and writes no file", async () => {
  await start();
  const { code, stdout } = await observe(["--json", "--stack", "barn"]);
  expect(code).toBe(0);
  const { definition, findings } = printed.parse(JSON.parse(stdout));
  expect(definition.name).toBe("barn");
  expect(definition.workloads).toHaveLength(66);
  expect(findings).toEqual([]);
  expect(existsSync(join(project, "stacks/barn"))).toBe(false);
}, 60_000);

test("with the rights of view, which has no nodes, it guesses the machines and says how to grant the rest", async () => {
  await start({ forbidden: ["/api/v1/nodes", "/api/v1/persistentvolumes"] });
  const out = join(folder, "garage");
  const { code, stdout } = await observe(["--out", out]);
  expect(code).toBe(0);
  expect(stdout).toContain("  nodes: machines are guessed from the pods on them");
  expect(stdout).toContain(
    "kubectl create clusterrole berth-observe --verb=list --resource=nodes,persistentvolumes && kubectl create clusterrolebinding",
  );
  expect(stdout).toContain("4 machines");
  expect(readFileSync(join(out, "hardware.ts"), "utf8")).toMatch(/name: "talos00",\n      role: "control-plane"/);
}, 60_000);

test("without pods it cannot do, and says so", async () => {
  await start({ forbidden: ["/api/v1/pods", "/api/v1/nodes"] });
  const { code, stderr } = await observe(["--out", join(folder, "garage")]);
  expect(code).toBe(1);
  expect(stderr).toContain('the user of context "admin@garage" may not list the pods of all namespaces');
  expect(stderr).toContain("--resource=nodes,pods");
  expect(existsSync(join(folder, "garage"))).toBe(false);
}, 60_000);

test("tables that are there are not overwritten, unless that is asked for; other files stay", async () => {
  await start();
  const out = join(folder, "garage");
  mkdirSync(out);
  writeFileSync(join(out, "workloads.ts"), "mine");
  writeFileSync(join(out, "index.ts"), "mine too");
  const refused = await observe(["--out", out]);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain(`${join(out, "workloads.ts")}: exists`);
  expect(server.requests).toEqual([]);
  expect((await observe(["--out", out, "--force"])).code).toBe(0);
  expect(readdirSync(out).sort()).toEqual(["definition.ts", "hardware.ts", "index.ts", "namespaces.ts", "workloads"]);
  expect(readFileSync(join(out, "index.ts"), "utf8")).toBe("mine too");
}, 60_000);

test("a cluster whose tables cannot load yet is written all the same, with what to mend", async () => {
  const nodes = objects["/api/v1/nodes"] ?? [];
  const text = JSON.stringify(nodes[0]).replaceAll("talos00", "talos09").replaceAll("192.168.1.10", "192.168.1.19");
  const second = z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  await start({ objects: { ...objects, "/api/v1/nodes": [...nodes, second] } });
  const { code, stdout } = await observe(["--out", join(folder, "garage")]);
  expect(code).toBe(1);
  expect(stdout).toContain("To mend before planning:\n  machines: has 2 control planes (talos00, talos09)");
}, 60_000);

test("a kubeconfig that checks no certificate is warned of", async () => {
  await start({ tls: selfSigned("kubernetes") });
  const { code, stderr } = await observe(["--json"], { cluster: { "insecure-skip-tls-verify": true } });
  expect(code).toBe(0);
  expect(stderr).toContain("warning: the kubeconfig says insecure-skip-tls-verify");
}, 60_000);

test("usage is noted where the metrics API serves it", async () => {
  const usage = [
    {
      metadata: { namespace: "databases", name: "postgresql-0" },
      containers: [{ name: "c0", usage: { cpu: "544123456n", memory: "3040000Ki" } }],
    },
  ];
  await start({ absent: [], objects: { ...objects, [metrics]: usage } });
  const { stdout } = await observe(["--json"]);
  expect(stdout).toContain('"note": "Observed in use: 545m CPU and 2969Mi by one pod."');
}, 60_000);
