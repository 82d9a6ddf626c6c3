import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pulumiCli } from "../../toolchain/pulumi-cli";
import { checkKubeconfig } from "./cluster";
import { checkNode, checkPackages } from "./node";
import { checkProviders } from "./providers";
import { checkPulumi, judgeDiskSpace } from "./pulumi";
import { checkStackSettings } from "./settings";
import { checkLocks, checkState, pendingOperationsIn } from "./state";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "berth-doctor-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe("Node", () => {
  it.each([
    ["24.21.0", "ok"],
    ["22.0.0", "ok"],
    ["20.20.2", "fail"],
  ])("%s: %s", (version, status) => {
    expect(checkNode(version).status).toBe(status);
  });
});

describe("npm packages", () => {
  function install(name: string, version: string): void {
    mkdirSync(join(folder, "node_modules", name), { recursive: true });
    writeFileSync(join(folder, "node_modules", name, "package.json"), JSON.stringify({ version }));
  }

  beforeEach(() => {
    writeFileSync(
      join(folder, "package.json"),
      JSON.stringify({ dependencies: { a: "1.0.0", linked: "file:sdks/linked" }, devDependencies: { b: "2.0.0" } }),
    );
    install("linked", "9.9.9");
    install("b", "v2.0.0");
  });

  it("are as pinned", () => {
    install("a", "1.0.0");
    expect(checkPackages(folder)).toEqual({ name: "npm packages", status: "ok", detail: "3, as pinned" });
  });

  it("are missing or of another version", () => {
    install("b", "2.0.1");
    expect(checkPackages(folder)).toEqual({
      name: "npm packages",
      status: "fail",
      detail: "a missing instead of 1.0.0, b 2.0.1 instead of 2.0.0",
      fix: "npm ci",
    });
  });
});

describe("Pulumi", () => {
  it("is there", async () => {
    const found = { path: "/bin/pulumi", version: pulumiCli.version, source: "PATH" } as const;
    const results = await checkPulumi({ found }, process.env);
    expect(results.at(-1)).toEqual({ name: "Pulumi", status: "ok", detail: "3.259.0, /bin/pulumi" });
  });

  it("says why another one is not used", async () => {
    const found = { path: "/cache/pulumi", version: pulumiCli.version, source: "cache" } as const;
    const results = await checkPulumi({ found, rejected: "/bin/pulumi is 3.1.0, and 3.259.0 or newer is needed" }, process.env);
    expect(results.at(-1)?.detail).toBe(
      "3.259.0, built, in the cache: /cache/pulumi; /bin/pulumi is 3.1.0, and 3.259.0 or newer is needed",
    );
  });
});

describe("disk space", () => {
  const gibibyte = 1024 ** 3;

  it.each([
    [10 * gibibyte, false, "ok"],
    [2 * gibibyte, false, "warn"],
    [2 * gibibyte, true, "ok"],
    [0.1 * gibibyte, true, "fail"],
  ])("%d bytes, Pulumi there %s: %s", (free, built, status) => {
    expect(judgeDiskSpace(free, built, "/cache").status).toBe(status);
  });
});

describe("settings of a stack", () => {
  function settings(text: string): void {
    writeFileSync(join(folder, "Pulumi.homelab.yaml"), text);
  }

  it("lack the secrets that an up needs", async () => {
    expect((await checkStackSettings(folder, "homelab")).status).toBe("warn");
  });

  it("name a file that exists", async () => {
    writeFileSync(join(folder, "secrets.yaml"), "");
    settings("config:\n  berth:talosSecretsFile: secrets.yaml\n");
    expect((await checkStackSettings(folder, "homelab")).status).toBe("ok");
  });

  it("name a file that does not", async () => {
    settings("config:\n  berth:talosSecretsFile: secrets.yaml\n");
    expect(await checkStackSettings(folder, "homelab")).toMatchObject({
      status: "fail",
      fix: "put the secrets bundle there, or set berth:talosSecretsFile to where it is",
    });
  });

  it("are wrong", async () => {
    settings("config:\n  berth:objektive: balance\n");
    const { status, detail } = await checkStackSettings(folder, "homelab");
    expect(status).toBe("fail");
    expect(detail).toContain("berth:objektive");
  });
});

describe("providers", () => {
  const environment = (): Record<string, string> => ({
    PATH: "/nowhere",
    PULUMI_HOME: join(folder, "home"),
    BERTH_CACHE_DIR: join(folder, "cache"),
  });
  const projectDirectory = join(__dirname, "..", "..");

  it("are not installed yet", () => {
    expect(
      checkProviders(["homelab"], { projectDirectory, environment: environment() }).map(({ name, status, fix }) => ({ name, status, fix })),
    ).toEqual([
      { name: "provider kubernetes", status: "warn", fix: "before an up: pulumi plugin install resource kubernetes 4.34.2" },
      {
        name: "provider talos",
        status: "warn",
        fix: "before an up: pulumi plugin install resource talos 0.7.1 --server github://api.github.com/pulumiverse",
      },
    ]);
  });

  it("are more with bursts, and the program's own when the settings cannot be read", () => {
    symlinkSync(join(projectDirectory, "node_modules"), join(folder, "node_modules"));
    const names = (settings: string): readonly string[] => {
      writeFileSync(join(folder, "Pulumi.homelab.yaml"), settings);
      return checkProviders(["homelab"], { projectDirectory: folder, environment: environment() }).map(({ name }) => name);
    };
    const account = "{ mode: nodes, accountId: '111122223333', issuerBucket: issuer, budgetEmails: [me@example.com] }";
    expect(names(`config: { berth:burst: ${account} }`)).toEqual(["provider aws", "provider kubernetes", "provider talos"]);
    expect(names("config: { berth:burst: nonsense }")).toEqual(["provider kubernetes", "provider talos"]);
  });

  it("are installed", () => {
    for (const [name, version] of [
      ["kubernetes", "4.34.2"],
      ["talos", "0.7.1"],
    ] as const) {
      const plugin = join(folder, "home", "plugins", `resource-${name}-v${version}`);
      mkdirSync(plugin, { recursive: true });
      writeFileSync(join(plugin, `pulumi-resource-${name}`), "");
    }
    expect(checkProviders(["homelab"], { projectDirectory, environment: environment() }).map(({ status }) => status)).toEqual(["ok", "ok"]);
  });
});

describe("state", () => {
  it("has no backend", async () => {
    writeFileSync(join(folder, "Pulumi.yaml"), "name: berth\nruntime: nodejs\n");
    const results = await checkState(["homelab"], { projectDirectory: folder, environment: { PULUMI_HOME: folder }, pulumi: undefined });
    expect(results.map(({ name, status }) => ({ name, status }))).toEqual([{ name: "state", status: "warn" }]);
  });

  it("has a lock that a killed update left", () => {
    const locks = join(folder, ".pulumi", "locks", "organization", "berth", "homelab");
    mkdirSync(locks, { recursive: true });
    writeFileSync(join(locks, "a.json"), JSON.stringify({ pid: 7, username: "ada", hostname: "nas", timestamp: "2026-01-01T00:00:00Z" }));
    expect(checkLocks({ url: `file://${folder}` }, "berth", "homelab")).toEqual([
      {
        name: "lock",
        status: "warn",
        detail: "stack homelab is locked by ada@nas, process 7, since 2026-01-01T00:00:00Z",
        fix: "if that process is gone: npm run recover homelab",
      },
    ]);
    expect(checkLocks({ url: `file://${folder}` }, "berth", "other")).toEqual([]);
    expect(checkLocks({ url: "s3://bucket" }, "berth", "homelab")).toEqual([]);
  });

  it("has operations that were cut off", () => {
    const urn = "urn:pulumi:homelab::berth::kubernetes:helm.sh/v3:Release::keda-chart";
    const exported = JSON.stringify({
      version: 3,
      deployment: { pending_operations: [{ type: "creating", resource: { urn, type: "kubernetes:helm.sh/v3:Release" } }] },
    });
    const { status, detail } = pendingOperationsIn(exported, "homelab");
    expect({ status, detail }).toEqual({ status: "fail", detail: "stack homelab was cut off during: creating keda-chart" });
    expect(pendingOperationsIn(JSON.stringify({ version: 3, deployment: {} }), "homelab").status).toBe("ok");
    expect(pendingOperationsIn(JSON.stringify({ version: 3, deployment: null }), "homelab").status).toBe("ok");
  });
});

describe("kubeconfig", () => {
  it("is missing", () => {
    expect(checkKubeconfig({ KUBECONFIG: join(folder, "absent") }).status).toBe("warn");
  });

  it("has a context, or none", () => {
    const path = join(folder, "config");
    writeFileSync(path, "current-context: home\n");
    expect(checkKubeconfig({ KUBECONFIG: path })).toEqual({ name: "kubeconfig", status: "ok", detail: `${path}, context home` });
    writeFileSync(path, "clusters: []\n");
    expect(checkKubeconfig({ KUBECONFIG: path })).toMatchObject({ status: "warn", fix: "kubectl config use-context <name>" });
    writeFileSync(path, "a: [1\n");
    expect(checkKubeconfig({ KUBECONFIG: path }).status).toBe("warn");
  });
});
