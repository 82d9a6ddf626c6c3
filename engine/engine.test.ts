import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import * as kubernetes from "@pulumi/kubernetes";
import { secret } from "@pulumi/pulumi";
import { Faults } from "../rehearsal/providers/faults";
import { ensureTool } from "../toolchain/ensure-tool";
import { pulumiCli } from "../toolchain/pulumi-cli";
import type { IsolatedEngine } from "./engine";
import { openTestStack, operationLimit, projectDirectory } from "./testing/isolated";

const policies = join(projectDirectory, "policies");

let engine: IsolatedEngine | undefined;

afterEach(() => {
  engine?.close();
  engine = undefined;
});

interface WebSettings {
  readonly selector?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly limits?: Readonly<Record<string, string>>;
  readonly nodeSelector?: Readonly<Record<string, string>>;
}

/** A namespace, a secret and a Deployment, wrong in the ways that a test wants. */
function deployWeb({ selector = { app: "web" }, labels = { app: "web" }, limits = {}, nodeSelector = {} }: WebSettings = {}): void {
  const namespace = new kubernetes.core.v1.Namespace("apps", {
    metadata: { name: "apps", labels: { "berth.dev/tier": "3-edge", "pod-security.kubernetes.io/enforce": "baseline" } },
  });
  const token = new kubernetes.core.v1.Secret("token", {
    metadata: { name: "token", namespace: namespace.metadata.name },
    stringData: { token: secret("fixture-secret") },
  });
  new kubernetes.apps.v1.Deployment(
    "web",
    {
      metadata: { name: "web", namespace: namespace.metadata.name },
      spec: {
        selector: { matchLabels: selector },
        template: {
          metadata: { labels },
          spec: {
            nodeSelector,
            containers: [{ name: "web", image: "web:1", resources: { requests: { cpu: "10m", memory: "16Mi" }, limits } }],
          },
        },
      },
    },
    // Whatever goes wrong with it, the others are there by then.
    { dependsOn: token },
  );
}

function programOf(settings: WebSettings = {}): () => Promise<Record<string, never>> {
  return async () => {
    deployWeb(settings);
    return Promise.resolve({});
  };
}

describe("a program that throws", () => {
  // In a process of its own: what the SDK does with rejected promises, it does to the process.
  async function outcomeOf(sort: "user" | "fault"): Promise<string> {
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        ["--import", "tsx", join(__dirname, "testing", "throwing-program.ts"), sort],
        { cwd: projectDirectory, timeout: operationLimit },
        (error, stdout, stderr) => {
          resolve(`${error === null ? 0 : String(error.code)} ${stdout}${stderr}`.trim());
        },
      );
    });
  }

  it(
    "gives back the user's mistake as it was thrown",
    async () => {
      expect(await outcomeOf("user")).toBe("0 UserError: the table is wrong, the same object");
    },
    operationLimit,
  );

  it(
    "gives back a fault of its own",
    async () => {
      expect(await outcomeOf("fault")).toBe("0 TypeError: not a function, the same object");
    },
    operationLimit,
  );
});

describe("what a provider refuses", () => {
  it(
    "fails the preview and names resource and property",
    async () => {
      engine = await openTestStack({ program: programOf({ selector: { app: "other" } }) });
      const { outcome, diagnostics } = await engine.preview();
      expect(outcome).toBe("failed");
      expect(diagnostics).toHaveLength(1);
      expect(diagnostics[0]?.urn).toBe("urn:pulumi:homelab::berth::kubernetes:apps/v1:Deployment::web");
      expect(diagnostics[0]?.message).toContain("property spec.selector.matchLabels.app ");
      expect(diagnostics[0]?.message).toContain('does not match the pod template\'s label app="web"');
    },
    operationLimit,
  );

  it(
    "is made up for by the next update when it failed once",
    async () => {
      const faults = new Faults();
      faults.add({ operation: "create", resource: "web", times: 1, message: "connection reset" });
      engine = await openTestStack({ program: programOf(), faults });
      const first = await engine.up();
      expect(first.outcome).toBe("failed");
      expect(first.diagnostics.map(({ message }) => message).join("\n")).toContain("connection reset");
      const second = await engine.up();
      expect({ outcome: second.outcome, counts: second.counts }).toEqual({ outcome: "fine", counts: { create: 1, same: 3 } });
      expect((await engine.up()).counts).toEqual({ same: 4 });
    },
    operationLimit,
  );
});

it(
  "shows no secret",
  async () => {
    engine = await openTestStack({ program: programOf(), policyPacks: [{ path: policies }] });
    expect(JSON.stringify([await engine.preview(), await engine.up(), await engine.destroy()])).not.toContain("fixture-secret");
  },
  operationLimit,
);

describe("what replaces a resource", () => {
  it(
    "is said with the property that does it, and the old one goes first when the name stays",
    async () => {
      let labels: Readonly<Record<string, string>> = { app: "web" };
      engine = await openTestStack({
        program: async () => {
          deployWeb({ selector: labels, labels });
          return Promise.resolve({});
        },
      });
      await engine.up();
      labels = { app: "site" };
      const { counts, steps } = await engine.preview();
      expect(counts).toEqual({ replace: 1, same: 3 });
      expect(steps).toEqual([
        {
          operation: "replace",
          urn: "urn:pulumi:homelab::berth::kubernetes:apps/v1:Deployment::web",
          type: "kubernetes:apps/v1:Deployment",
          name: "web",
          changes: [
            { path: "spec.selector.matchLabels.app", kind: "update", replaces: true },
            { path: "spec.template.metadata.labels.app", kind: "update", replaces: false },
          ],
        },
      ]);
      expect((await engine.up()).outcome).toBe("fine");
    },
    operationLimit,
  );
});

describe("policies", () => {
  const broken: WebSettings = { limits: { cpu: "1" }, nodeSelector: { "kubernetes.io/hostname": "talos03" } };

  it(
    "fail a preview that breaks a mandatory one, and say which and where",
    async () => {
      engine = await openTestStack({ program: programOf(broken), policyPacks: [{ path: policies }] });
      const { outcome, violations } = await engine.preview();
      expect(outcome).toBe("policy-violation");
      expect(violations.map(({ policy, enforcement, urn }) => ({ policy, enforcement, urn }))).toEqual([
        { policy: "no-cpu-limits", enforcement: "mandatory", urn: "urn:pulumi:homelab::berth::kubernetes:apps/v1:Deployment::web" },
        { policy: "no-hostname-pinning", enforcement: "mandatory", urn: "urn:pulumi:homelab::berth::kubernetes:apps/v1:Deployment::web" },
      ]);
    },
    operationLimit,
  );

  it(
    "pass a preview that breaks none",
    async () => {
      engine = await openTestStack({ program: programOf(), policyPacks: [{ path: policies }] });
      const { outcome, violations } = await engine.preview();
      expect({ outcome, violations }).toEqual({ outcome: "fine", violations: [] });
    },
    operationLimit,
  );

  it(
    "take their configuration",
    async () => {
      engine = await openTestStack({
        program: programOf(broken),
        policyPacks: [{ path: policies, configuration: { "no-cpu-limits": "advisory", "no-hostname-pinning": "disabled" } }],
      });
      const { outcome, violations } = await engine.preview();
      expect(outcome).toBe("fine");
      expect(violations.map(({ policy, enforcement }) => ({ policy, enforcement }))).toEqual([
        { policy: "no-cpu-limits", enforcement: "advisory" },
      ]);
    },
    operationLimit,
  );

  it(
    "say the same when the Pulumi CLI itself runs the pack on the state",
    async () => {
      engine = await openTestStack({ program: programOf(broken) });
      await engine.up();
      const { exitCode, output } = await analyze(await engine.state());
      const reported = [...output.matchAll(/\[(mandatory|advisory)\].*?\s{2}([a-z-]+) {2}\(([^)]*)/g)].map(
        ([, level, policy]) => `${level ?? ""} ${policy ?? ""}`,
      );
      expect(reported.sort()).toEqual(["mandatory no-cpu-limits", "mandatory no-hostname-pinning"]);
      expect(exitCode).toBe(1);
    },
    operationLimit,
  );
});

async function analyze(state: unknown): Promise<{ readonly exitCode: number; readonly output: string }> {
  const folder = mkdtempSync(join(tmpdir(), "berth-state-"));
  const file = join(folder, "state.json");
  writeFileSync(file, JSON.stringify(state));
  const { path } = await ensureTool(pulumiCli, process.env);
  const search = [process.env["PATH"] ?? "", join(projectDirectory, "engine", "launchers")].join(delimiter);
  try {
    return await new Promise((resolve) => {
      const args = ["policy", "analyze", "--non-interactive", "--color", "never", "--policy-pack", policies, "--file", file];
      execFile(
        path,
        args,
        { cwd: folder, env: { ...process.env, PATH: search, PULUMI_SKIP_UPDATE_CHECK: "true" } },
        (error, stdout, stderr) => {
          resolve({ exitCode: error === null ? 0 : Number(error.code), output: `${stdout}${stderr}` });
        },
      );
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
