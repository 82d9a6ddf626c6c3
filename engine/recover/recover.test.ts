import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as kubernetes from "@pulumi/kubernetes";
import { secret } from "@pulumi/pulumi";
import { Faults } from "../../rehearsal/providers/faults";
import { Inventory } from "../../rehearsal/providers/inventory";
import { operationLimit, projectDirectory } from "../testing/isolated";
import { openUserStack, type UserStack, userStackName } from "../testing/user-stack";
import { carryOut, type CarryOutOptions, isActionable, refusal } from "./carry-out";
import { examine } from "./examine";
import type { Examination } from "./examine";
import { fileBackend } from "./file-backend";

/** A namespace and a secret, on the real engine with a backend of files; each test begins where the one before has ended. */
const inventory = new Inventory();
const faults = new Faults();
const tokenType = "kubernetes:core/v1:Secret";
let token = "first";
let withConfigMap = false;
let stack: UserStack;
let backupFolder: string;

beforeAll(async () => {
  backupFolder = mkdtempSync(join(tmpdir(), "berth-recovery-"));
  stack = await openUserStack({
    inventory,
    faults,
    program: async () => {
      const namespace = new kubernetes.core.v1.Namespace("apps", { metadata: { name: "apps" } });
      const { name } = namespace.metadata;
      new kubernetes.core.v1.Secret("token", { metadata: { name: "token", namespace: name }, stringData: { token: secret(token) } });
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
    standIns: { apply: "refuse", inventory, faults },
    verdicts: {},
    backupFolder,
    now: new Date().toISOString(),
    onStep: () => undefined,
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

it(
  "imports what a killed update has made",
  async () => {
    await killedUp("create", "everything");
    expect(await recover()).toEqual([["dead"], ["creating token: import"]]);
    const { outcome, counts } = await stack.up();
    expect([outcome, counts]).toEqual(["fine", { same: 3 }]);
    expect([inventory.ids, inventory.timesMade(tokenType, "apps/token")]).toEqual([
      ["kubernetes:core/v1:Namespace apps", `${tokenType} apps/token`],
      1,
    ]);
  },
  operationLimit,
);
