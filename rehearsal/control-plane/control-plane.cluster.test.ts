import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { readKubeconfig } from "../../kubernetes-api/kubeconfig";
import { connectCluster } from "../../kubernetes-api/connect-cluster";
import { listRehearsals, removeCrashed, stopRehearsals } from "../registry/registry";
import type { ControlPlane } from "./control-plane";
import { partTools } from "./find-parts";
import { startControlPlane } from "./start-control-plane";
import { cachedPath } from "../../toolchain/tool";
import { waitUntil } from "./wait-until";

const start = join(__dirname, "testing", "held-control-plane.ts");
const heldSchema = z.object({ folder: z.string(), server: z.string(), kubeconfigPath: z.string() });
const configMap = { apiVersion: "v1", kind: "ConfigMap", metadata: { namespace: "default", name: "test" }, data: { key: "value" } };
const { apiVersion, kind, metadata } = configMap;
const reference = { apiVersion, kind, ...metadata };

/** A registry of our own; the tools are those of the user's cache. */
const cache = mkdtempSync(join(tmpdir(), "berth-cluster-test-"));
const tools = Object.values(partTools).map((tool) => join(cachedPath(tool, process.env), ".."));
const environment = { ...process.env, BERTH_CACHE_DIR: cache, PATH: [...tools, process.env["PATH"]].join(":") };

let controlPlane: ControlPlane;
const children: ChildProcess[] = [];

beforeAll(async () => {
  // Builds what is missing into the user's own cache.
  const first = await startControlPlane({ title: "first", environment: process.env });
  await first.close();
  controlPlane = await startControlPlane({ title: "test", environment });
}, 900_000);

afterAll(async () => {
  await controlPlane.close();
  for (const child of children) {
    child.kill("SIGKILL");
  }
  rmSync(cache, { recursive: true, force: true });
});

/** Another rehearsal, in a process of its own. */
async function hold(...args: readonly string[]): Promise<{ readonly child: ChildProcess } & z.output<typeof heldSchema>> {
  const child = spawn(process.execPath, ["--import", "tsx", start, ...args], { env: environment, stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  for await (const line of createInterface({ input: child.stdout })) {
    return { child, ...heldSchema.parse(JSON.parse(line)) };
  }
  throw new Error("the other rehearsal did not start");
}

/** Processes whose arguments name a folder. */
function processesOf(folder: string): readonly string[] {
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((pid) => {
      try {
        const commandLine = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
        return commandLine.includes(folder) ? [commandLine] : [];
      } catch {
        return [];
      }
    });
}

async function expectGone(folder: string): Promise<void> {
  await waitUntil(async () => Promise.resolve(processesOf(folder).length === 0 ? true : undefined), {
    timeoutMilliseconds: 5_000,
    explain: () => `still running: ${processesOf(folder).join("\n")}`,
  });
}

describe("the API", () => {
  it("says which version it is", () => {
    expect(controlPlane.kubernetesVersion).toMatch(/^1\.\d+\.\d+$/);
  });

  it("has every verb", async () => {
    const { api } = controlPlane;
    await expect(api.apply({ ...configMap, dataa: {} }, { fieldManager: "test" })).rejects.toThrow(".dataa: field not declared in schema");
    await expect(api.create({ ...configMap, dataa: {} })).rejects.toThrow('unknown field "dataa"');
    await api.apply(configMap, { fieldManager: "test", dryRun: true });
    expect(await api.get(reference)).toBeUndefined();
    expect(await api.apply(configMap, { fieldManager: "test" })).toMatchObject(configMap);
    await expect(api.apply({ ...configMap, data: { key: "other" } }, { fieldManager: "somebody-else" })).rejects.toMatchObject({
      status: 409,
      reason: "Conflict",
    });
    expect(await api.patch(reference, { data: { more: "text" } })).toMatchObject({ data: { key: "value", more: "text" } });
    await api.delete(reference);
    await api.delete(reference);
    expect(await api.get(reference)).toBeUndefined();
  });

  it("finds kinds that are added later", async () => {
    const { api } = controlPlane;
    const widget = { apiVersion: "example.com/v1", kind: "Widget", metadata: { namespace: "default", name: "one" }, spec: { size: 1 } };
    await expect(api.apply(widget, { fieldManager: "test" })).rejects.toThrow("the API server does not serve example.com/v1 Widget");
    await api.apply(
      {
        apiVersion: "apiextensions.k8s.io/v1",
        kind: "CustomResourceDefinition",
        metadata: { name: "widgets.example.com" },
        spec: {
          group: "example.com",
          scope: "Namespaced",
          names: { kind: "Widget", plural: "widgets", singular: "widget" },
          versions: [
            {
              name: "v1",
              served: true,
              storage: true,
              schema: {
                openAPIV3Schema: {
                  type: "object",
                  properties: { spec: { type: "object", properties: { size: { type: "integer" } } } },
                },
              },
            },
          ],
        },
      },
      { fieldManager: "test" },
    );
    await waitUntil(async () => api.apply(widget, { fieldManager: "test" }).catch(() => undefined), {
      timeoutMilliseconds: 10_000,
      explain: () => "the new kind is not served",
    });
    const sizes = await api.list({ apiVersion: "example.com/v1", kind: "Widget" }, z.object({ spec: z.object({ size: z.number() }) }));
    expect(sizes).toEqual([{ spec: { size: 1 } }]);
  });

  it("refuses an eviction in the budget's words", async () => {
    const { api } = controlPlane;
    const labels = { app: "guarded" };
    const pod = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { namespace: "default", name: "guarded", labels },
      spec: { containers: [{ name: "main", image: "registry.k8s.io/pause:3.10" }] },
    };
    await api.create(pod);
    // Only of a pod that runs is there anything to guard; a pending one may always be evicted.
    await api.patch({ apiVersion: "v1", kind: "Pod", namespace: "default", name: "guarded" }, { status: { phase: "Running" } }, "status");
    await api.apply(
      {
        apiVersion: "policy/v1",
        kind: "PodDisruptionBudget",
        metadata: { namespace: "default", name: "guarded" },
        spec: { minAvailable: 1, selector: { matchLabels: labels } },
      },
      { fieldManager: "test" },
    );
    expect(await api.evict({ namespace: "default", name: "guarded" })).toEqual({
      refused: "Cannot evict pod as it would violate the pod's disruption budget.",
    });
    await api.delete({ apiVersion: "policy/v1", kind: "PodDisruptionBudget", namespace: "default", name: "guarded" });
    expect(await api.evict({ namespace: "default", name: "guarded" })).toBe("evicted");
    expect(await api.evict({ namespace: "default", name: "guarded" })).toBe("gone");
  });

  it("gives a user what role bindings give it, and no more", async () => {
    const stranger = connectCluster(readKubeconfig(controlPlane.kubeconfigFor("stranger")), { fieldManager: "stranger" });
    await expect(stranger.list({ apiVersion: "v1", kind: "Secret" }, z.unknown())).rejects.toMatchObject({
      status: 403,
      reason: "Forbidden",
    });
    const master = connectCluster(readKubeconfig(controlPlane.kubeconfigFor("somebody", ["staff", "system:masters"])), {
      fieldManager: "master",
    });
    expect(await master.list({ apiVersion: "v1", kind: "Secret", namespace: "default" }, z.unknown())).toEqual([]);
    stranger.close();
    master.close();
  });
});

describe("programs", () => {
  it("are run to their end", async () => {
    const args = ["-c", "echo out; echo err >&2; exit 3"];
    expect(await controlPlane.runOnce({ name: "once", path: "/bin/sh", args })).toEqual({ exitCode: 3, stdout: "out\n", stderr: "err\n" });
  });

  it("tell of a part that was killed, and go on when it is back", async () => {
    const { api } = controlPlane;
    await api.apply(configMap, { fieldManager: "test" });
    for (const part of ["kube-apiserver", "etcd"] as const) {
      await controlPlane.kill(part);
      if (part === "kube-apiserver") {
        await expect(api.get(reference)).rejects.toMatchObject({ status: 0, reason: "Unreachable" });
      }
      await controlPlane.restart(part);
      expect(await api.get(reference)).toMatchObject(configMap);
    }
  }, 60_000);
});

describe("rehearsals", () => {
  it.each(["SIGINT", "SIGTERM"] as const)(
    "leave nothing behind on %s",
    async (signal) => {
      const { child, folder } = await hold();
      expect(processesOf(folder).length).toBeGreaterThan(4);
      child.kill(signal);
      await once(child, "exit");
      await expectGone(folder);
      expect(existsSync(folder)).toBe(false);
      expect(listRehearsals(environment).map(({ title, state }) => [title, state])).toEqual([["test", "running"]]);
    },
    60_000,
  );

  it("run side by side, and leave no process when they are killed; the next one removes the rest", async () => {
    const { child, folder, server } = await hold();
    expect(server).not.toBe(controlPlane.server);
    child.kill("SIGKILL");
    await once(child, "exit");
    await expectGone(folder);
    expect(existsSync(folder)).toBe(true);
    expect((await removeCrashed(environment)).map(({ title }) => title)).toEqual(["held"]);
    expect(existsSync(folder)).toBe(false);
    expect(await controlPlane.api.get(reference)).toMatchObject(configMap);
  }, 60_000);

  it("go on without their command when they are kept, until they are stopped", async () => {
    const { child, folder, kubeconfigPath } = await hold("keep");
    await once(child, "exit");
    await removeCrashed(environment);
    expect(listRehearsals(environment).map(({ title, state }) => [title, state])).toEqual([
      ["test", "running"],
      ["held", "kept"],
    ]);
    const api = connectCluster(readKubeconfig(kubeconfigPath), { fieldManager: "berth-rehearsal" });
    expect(await api.apply(configMap, { fieldManager: "test" })).toMatchObject(configMap);
    api.close();
    expect((await stopRehearsals(environment)).map(({ title }) => title)).toEqual(["held"]);
    await expectGone(folder);
    expect(existsSync(folder)).toBe(false);
  }, 60_000);

  it("that do not start show the end of the failing program's log", async () => {
    const bin = join(cache, "bin");
    const path = join(bin, "etcd");
    await controlPlane.runOnce({
      name: "prepare",
      path: "/bin/sh",
      args: [
        "-c",
        `mkdir -p ${bin} && printf '#!/bin/sh\\n[ "$1" = --version ] && { echo etcd 3.6.5; exit; }\\necho no more disks\\nexit 7\\n' > ${path} && chmod +x ${path}`,
      ],
    });
    const broken = startControlPlane({ title: "broken", environment: { ...environment, PATH: `${bin}:${environment.PATH}` } });
    await expect(broken).rejects.toThrow("etcd ended by itself (exit code 7); its log ends with\n    no more disks");
    expect(listRehearsals(environment).map(({ title }) => title)).toEqual(["test"]);
  }, 60_000);
});
