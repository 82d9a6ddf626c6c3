import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as kubernetes from "@pulumi/kubernetes";
import type { ControlPlane } from "../../rehearsal/control-plane/control-plane";
import { startControlPlane } from "../../rehearsal/control-plane/start-control-plane";
import { Faults } from "../../rehearsal/providers/faults";
import { kubernetesOnCluster } from "../../rehearsal/providers/kubernetes/cluster/kubernetes-on-cluster";
import { findDrift } from "../drift/drift";
import type { DriftResult } from "../drift/drift-result";
import { ignoreRules } from "../drift/ignored-fields";
import type { StandIns } from "../providers/serve";
import { carryOut, type CarryOutOptions } from "../recover/carry-out";
import { examine } from "../recover/examine";
import { runningProcesses } from "../recover/processes";
import { rehearsalLimits } from "../rehearsal";
import { projectDirectory } from "../testing/isolated";
import { openUserStack, type UserStack, userStackName } from "../testing/user-stack";

/** A small stack with a user's own state, on a real API server. The tests go in this order. */
const faults = new Faults();
const limit = 300_000;
const namespace = "faults";
const settings = "config: {}\n";
const configMap = { apiVersion: "v1", kind: "ConfigMap", namespace } as const;
const deployment = { apiVersion: "apps/v1", kind: "Deployment", namespace, name: "web" } as const;
let names: readonly string[] = ["settings", "pages"];
let controlPlane: ControlPlane;
let standIns: StandIns;
let stack: UserStack;
let backupFolder: string;

beforeAll(async () => {
  backupFolder = mkdtempSync(join(tmpdir(), "berth-recovery-"));
  controlPlane = await startControlPlane({ title: "faults of the engine", environment: process.env });
  standIns = { kubernetes: (version) => kubernetesOnCluster(version, controlPlane.api, { limits: rehearsalLimits }) };
  stack = await openUserStack({
    faults,
    standIns,
    program: async () => {
      const parent = new kubernetes.core.v1.Namespace(namespace, { metadata: { name: namespace } });
      const within = { namespace: parent.metadata.name };
      for (const name of names) {
        new kubernetes.core.v1.ConfigMap(name, { metadata: { ...within, name }, data: { size: "1" } });
      }
      const labels = { app: "web" };
      new kubernetes.apps.v1.Deployment("web", {
        metadata: { ...within, name: "web" },
        spec: {
          replicas: 0,
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec: { containers: [{ name: "web", image: "registry.k8s.io/pause:3.10" }] } },
        },
      });
      return Promise.resolve({});
    },
  });
  const { outcome, diagnostics } = await stack.up();
  expect({ outcome, diagnostics }).toEqual({ outcome: "fine", diagnostics: [] });
}, 900_000);

afterAll(async () => {
  stack.close();
  await controlPlane.close();
  rmSync(backupFolder, { recursive: true, force: true });
}, 60_000);

async function drift(): Promise<DriftResult> {
  const { pulumi, environment, providers } = stack;
  const common = { projectDirectory, stackName: userStackName, settings, pulumi, environment, providers, standIns };
  return findDrift({ ...common, rules: ignoreRules([]) });
}

async function uidOf(name: string): Promise<unknown> {
  return (await controlPlane.api.get({ ...configMap, name }))?.metadata["uid"];
}

const namesOf = (items: readonly { readonly name: string }[]): readonly string[] => items.map(({ name }) => name).sort();

it(
  "no drift is found where nobody has changed anything: what the API server and the controllers write is theirs",
  async () => {
    const { differs, gone, unreadable } = await drift();
    expect({ differs, gone, unreadable }).toEqual({ differs: [], gone: [], unreadable: [] });
  },
  limit,
);

it(
  "what was changed and deleted behind the engine's back is found, and made good by an update that refreshes",
  async () => {
    await controlPlane.api.patch({ ...configMap, name: "settings" }, { data: { size: "2" } });
    await controlPlane.api.patch(deployment, { spec: { paused: true } });
    await controlPlane.api.delete({ ...configMap, name: "pages" });
    const { differs, gone, unreadable } = await drift();
    expect(differs.map(({ name, fields }) => ({ name, paths: fields.map(({ path, live }) => [path, live]) }))).toEqual([
      { name: "web", paths: [["spec.paused", true]] },
      { name: "settings", paths: [["data.size", "2"]] },
    ]);
    expect([namesOf(gone), unreadable]).toEqual([["pages"], []]);

    const { outcome } = await stack.up({ refresh: true });
    expect(outcome).toBe("fine");
    expect((await controlPlane.api.get({ ...configMap, name: "settings" }))?.["data"]).toEqual({ size: "1" });
    expect(await uidOf("pages")).toBeDefined();
    expect((await stack.up()).counts).toEqual({ same: 5 });
  },
  limit,
);

it(
  "an API server that is lost makes an update fail and nothing forgotten; when it is back, everything is as it was",
  async () => {
    const before = await uidOf("settings");
    names = ["settings", "pages", "late"];
    await controlPlane.kill("kube-apiserver");
    const lost = await drift();
    expect([lost.differs, lost.gone, namesOf(lost.unreadable)]).toEqual([[], [], ["faults", "pages", "settings", "web"]]);
    expect((await stack.up()).outcome).toBe("failed");

    await controlPlane.restart("kube-apiserver");
    const { outcome, counts } = await stack.up();
    expect({ outcome, counts }).toEqual({ outcome: "fine", counts: { create: 1, same: 5 } });
    expect(await uidOf("settings")).toBe(before);
    expect((await drift()).gone).toEqual([]);
  },
  limit,
);

it(
  "what a killed update has made on the API server is imported, not made a second time",
  async () => {
    names = [...names, "killed"];
    faults.add({ operation: "create", resource: "killed", times: 1, message: "lost", effect: "everything", then: stack.kill });
    await expect(stack.up()).rejects.toThrow("SIGKILL");
    const made = await uidOf("killed");
    const options: CarryOutOptions = {
      projectDirectory,
      stackName: userStackName,
      settings,
      pulumi: stack.pulumi,
      environment: stack.environment,
      backend: { url: `file://${stack.folder}`, setIn: "test" },
      providers: stack.providers,
      standIns,
      verdicts: {},
      backupFolder,
      now: new Date().toISOString(),
      onStep: () => undefined,
      // Whatever else was killed on this machine is not this stack's.
      processes: async () => (await runningProcesses()).filter(({ command }) => !command.includes("pulumi-resource-")),
    };
    const examination = await examine(options);
    expect(examination.operations.map(({ remedy }) => remedy)).toEqual([
      { kind: "import", id: `${namespace}/killed`, reason: "it was made" },
    ]);
    await carryOut(examination, options);
    const { outcome, counts } = await stack.up();
    expect({ outcome, counts }).toEqual({ outcome: "fine", counts: { same: 7 } });
    expect(await uidOf("killed")).toBe(made);
    expect((await drift()).differs).toEqual([]);
  },
  limit,
);
