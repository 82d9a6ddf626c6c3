import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import * as kubernetes from "@pulumi/kubernetes";
import { secret } from "@pulumi/pulumi";
import { standIns } from "../../rehearsal/providers";
import { Faults } from "../../rehearsal/providers/faults";
import { Inventory } from "../../rehearsal/providers/inventory";
import { operationLimit, projectDirectory } from "../testing/isolated";
import { openUserStack, type UserStack, userStackName } from "../testing/user-stack";
import { carryOut, type CarryOutOptions, isLeftBehind, refusal } from "./carry-out";
import { type Examination, examine } from "./examine";
import { fileBackend } from "./file-backend";
import { runningProcesses } from "./processes";

/** A namespace and a secret, on the real engine with a backend of files; each test begins where the one before has ended. */
const inventory = new Inventory();
const faults = new Faults();
const tokenType = "kubernetes:core/v1:Secret";
let label = "first";
let withConfigMap = false;
let stack: UserStack;
let backupFolder: string;

beforeAll(async () => {
  backupFolder = mkdtempSync(join(tmpdir(), "berth-recovery-"));
  stack = await openUserStack({
    inventory,
    faults,
    program: async () => {
      const namespace = new kubernetes.core.v1.Namespace("apps", { metadata: { name: "apps", labels: { release: label } } });
      const { name } = namespace.metadata;
      new kubernetes.core.v1.Secret("token", {
        metadata: { name: "token", namespace: name },
        stringData: { token: secret("fixture-secret") },
      });
      if (withConfigMap) {
        new kubernetes.core.v1.ConfigMap("settings", { metadata: { name: "settings", namespace: name }, data: { a: "1" } });
      }
      return Promise.resolve({});
    },
  });
}, operationLimit);

afterAll(() => {
  stack.close();
  rmSync(backupFolder, { recursive: true, force: true });
});

afterEach(() => {
  faults.clear();
});

function options(changes: Partial<CarryOutOptions> = {}): CarryOutOptions {
  return {
    projectDirectory,
    stackName: userStackName,
    settings: "config: {}\n",
    pulumi: stack.pulumi,
    environment: stack.environment,
    backend: { url: `file://${stack.folder}`, setIn: "test" },
    providers: stack.providers,
    standIns,
    serving: { apply: "refuse", inventory, faults },
    verdicts: {},
    backupFolder,
    now: new Date().toISOString(),
    onStep: () => undefined,
    // Whatever else was killed on this machine is not this stack's.
    processes: async () => (await runningProcesses()).filter(({ command }) => !command.includes("pulumi-resource-")),
    ...changes,
  };
}

async function killedUp(operation: "create" | "update" | "delete", effect: "nothing" | "everything", resource = "token"): Promise<void> {
  faults.add({ operation, resource, times: 1, message: "lost", effect, then: stack.kill });
  await expect(stack.up()).rejects.toThrow("SIGKILL");
}

function summary({ locks, operations }: Examination): unknown {
  return [
    locks.map(({ standing }) => standing),
    operations.map(({ operation: { type, resource }, remedy }) => `${type} ${resource.urn.split("::").at(-1) ?? ""}: ${remedy.kind}`),
  ];
}

async function recover(): Promise<unknown> {
  const examination = await examine(options());
  await carryOut(examination, options());
  return summary(examination);
}

const made = (name: string, type = "Secret"): number => inventory.timesMade(`kubernetes:core/v1:${type}`, `apps/${name}`);

it(
  "imports what a killed update has made",
  async () => {
    await killedUp("create", "everything");
    expect(await recover()).toEqual([["dead"], ["creating token: import"]]);
    const { outcome, counts } = await stack.up();
    expect([outcome, counts, made("token")]).toEqual(["fine", { same: 3 }, 1]);
    expect(await stack.cli("stack", "export", "--stack", userStackName, "--cwd", projectDirectory)).not.toContain("fixture-secret");
  },
  operationLimit,
);

it(
  "asks while the provider does not answer, and clears what was not made; a second time there is nothing to do",
  async () => {
    withConfigMap = true;
    await killedUp("create", "nothing", "settings");
    faults.add({ operation: "read", resource: "settings", times: 1, message: "connection refused" });
    const silent = await examine(options());
    expect(silent.operations.map(({ remedy }) => remedy)).toEqual([
      { kind: "ask", reason: "whether apps/settings was made could not be read: connection refused" },
    ]);
    await expect(carryOut(silent, options())).rejects.toThrow("say first what became of settings");
    expect(await recover()).toEqual([["dead"], ["creating settings: clear"]]);
    const again = await examine(options());
    expect([summary(again), isLeftBehind(again), again.checkpoint]).toEqual([[[], []], false, { standing: "valid" }]);
    expect((await stack.up()).counts).toEqual({ create: 1, same: 3 });
    expect(made("settings", "ConfigMap")).toBe(1);
  },
  operationLimit,
);

it(
  "goes on where it was interrupted itself",
  async () => {
    label = "second";
    await killedUp("update", "everything", "apps");
    const examination = await examine(options());
    const interrupted = carryOut(examination, options({ onStep: interruptAt("pending operations settled in the state") }));
    await expect(interrupted).rejects.toThrow("interrupted");
    expect(await recover()).toEqual([[], ["updating apps: clear"]]);
    const { outcome, counts } = await stack.up();
    expect([outcome, counts]).toEqual(["fine", { same: 3, update: 1 }]);
  },
  operationLimit,
);

it(
  "restores the newest checkpoint that can be read in the place of a torn one, and forgets what was deleted",
  async () => {
    withConfigMap = false;
    await killedUp("delete", "everything", "settings");
    const { checkpoint } = fileBackend(`file://${stack.folder}`, "berth", userStackName) ?? { checkpoint: "" };
    const torn = readFileSync(checkpoint, "utf8").slice(0, 300);
    truncateSync(checkpoint, 300);
    const examination = await examine(options());
    expect(examination.checkpoint).toMatchObject({ standing: "torn", newest: { resources: 5 } });
    const copy = await carryOut(examination, options());
    expect(readFileSync(copy, "utf8")).toBe(torn);
    // The one before it was written when the deletion had not begun: nothing was under way by then.
    expect(await recover()).toEqual([["dead"], []]);
    expect((await stack.up()).outcome).toBe("fine");
    expect((await stack.up()).counts).toEqual({ same: 3 });
    expect(inventory.ids).toEqual(["kubernetes:core/v1:Namespace apps", `${tokenType} apps/token`]);
  },
  operationLimit,
);

it(
  "refuses while the lock's process runs, and changes nothing",
  async () => {
    const { locks } = fileBackend(`file://${stack.folder}`, "berth", userStackName) ?? { locks: "" };
    const lock = join(locks, "alive.json");
    const owner = { pid: process.pid, username: "ada", hostname: hostname(), timestamp: new Date().toISOString() };
    writeFileSync(lock, JSON.stringify(owner));
    const examination = await examine(options());
    expect(refusal(examination)).toBe(`process ${process.pid} holds the lock and runs: wait for it, or end it first`);
    expect(existsSync(lock)).toBe(true);
    rmSync(lock);
  },
  operationLimit,
);

function interruptAt(step: string): (text: string) => void {
  return (text) => {
    if (text === step) {
      throw new Error("interrupted");
    }
  };
}
