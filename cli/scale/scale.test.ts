import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fleetDefinition } from "../../infra/autoscaling/testing/fleet-definition";
import { stackConfigSchema } from "../../infra/stack/config";
import { FakeKubectl } from "./testing/fake-kubectl";
import { readStackConfigFile } from "../stack-config-file";
import { scale, type ScaleOptions } from "./scale";

const names = [1, 2, 3, 4, 5, 6].map((number) => `small-node-${number}`);
const fileName = "Pulumi.small.yaml";
let folder: string;
let kubectl: FakeKubectl;
let printed: string;
let told: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "berth-scale-stack-"));
  kubectl = new FakeKubectl(names.slice(0, 5));
  printed = "";
  told = [];
  jest.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  jest.spyOn(process.stderr, "write").mockImplementation((text) => {
    told.push(String(text).trim());
    return true;
  });
});

afterEach(() => {
  jest.restoreAllMocks();
  kubectl.remove();
  rmSync(folder, { recursive: true });
});

/** Runs the command on a stack whose configuration asks for a number of nodes. */
async function run(nodes: number, options: ScaleOptions, environment = kubectl.environment): Promise<number> {
  return scale(fleetDefinition, stackConfigSchema.parse({ nodes }), options, environment, folder);
}

function proposal(): Record<string, unknown> {
  const parsed: unknown = JSON.parse(printed);
  return typeof parsed === "object" && parsed !== null ? { ...parsed } : {};
}

describe("scale", () => {
  it("prints what it proposes, why, and what that costs", async () => {
    expect(await run(3, { up: true, memoryPercent: 86.4, reason: "ClusterMemoryHigh" })).toBe(0);
    expect(printed).toBe(
      [
        "small  3 → 4 nodes (3 to 6)",
        "",
        "  asked: ClusterMemoryHigh",
        "  memory 86 %, CPU 23 % of 3 nodes, above 80 %",
        "  4 nodes are the fewest that carry it: memory 65 %, CPU 17 % of 4 nodes",
        "",
        "  now   3 nodes     13.50 EUR/month  memory  86 %  CPU  23 %",
        "  then  4 nodes     18.00 EUR/month  memory  65 %  CPU  17 %",
        "",
        "  ordered and joined: small-node-4",
        "",
      ].join("\n"),
    );
    expect(kubectl.calls).toEqual([]);
  });

  it("plans for everything at its most, and for what runs at the moment", async () => {
    expect(await run(3, { up: true, json: true })).toBe(0);
    expect(proposal()).toMatchObject({ action: "none", proposed: { nodes: 3 } });
    printed = "";
    await run(3, { up: true, at: "peak", json: true });
    expect(proposal()).toMatchObject({ action: "scale-up", proposed: { nodes: 5 } });
    printed = "";
    kubectl.answer("scaled", [
      { metadata: { namespace: "apps", name: "worker" }, spec: { replicas: 8 } },
      { metadata: { namespace: "apps", name: "web" }, spec: { replicas: 40 } },
    ]);
    await run(3, { up: true, live: true, json: true });
    expect(proposal()).toMatchObject({ action: "scale-up", proposed: { nodes: 5 } });
  });

  it("hands a workflow what its later steps need, and refusals too", async () => {
    const output = join(folder, "output");
    const environment = { ...kubectl.environment, GITHUB_OUTPUT: output };
    expect(await run(3, { up: true, memoryPercent: 90, githubOutput: true }, environment)).toBe(0);
    expect(readFileSync(output, "utf8")).toBe("action=scale-up\npresent=3\nnodes=4\nleaving=\n");
    rmSync(output);
    expect(await run(4, { down: true, memoryPercent: 30, cpuPercent: 10, githubOutput: true }, environment)).toBe(0);
    expect(readFileSync(output, "utf8")).toBe("action=scale-down\npresent=4\nnodes=3\nleaving=small-node-4\n");
    rmSync(output);
    expect(await run(3, { down: true, githubOutput: true }, environment)).toBe(1);
    expect(readFileSync(output, "utf8")).toBe("action=refused\npresent=3\nnodes=3\nleaving=\n");
    await expect(run(3, { up: true, githubOutput: true }, { PATH: "" })).rejects.toThrow("$GITHUB_OUTPUT names, and it names none");
  });

  it("does nothing when the fleet has another number by now", async () => {
    expect(await run(4, { up: true, memoryPercent: 90, from: 3, json: true })).toBe(0);
    expect(proposal()).toMatchObject({
      action: "none",
      proposed: { nodes: 4 },
      reasons: ["it was asked of a fleet of 3 nodes, and there are 4 by now"],
    });
  });

  it("writes the number where a preview reads it, and keeps the rest of the file", async () => {
    writeFileSync(join(folder, fileName), "# The mesh.\nconfig:\n  # How full.\n  berth:objective: balance\n  berth:nodes: 3 # by hand\n");
    await run(3, { up: true, memoryPercent: 90, write: true });
    expect(readFileSync(join(folder, fileName), "utf8")).toBe(
      "# The mesh.\nconfig:\n  # How full.\n  berth:objective: balance\n  berth:nodes: 4 # by hand\n",
    );
    expect(readStackConfigFile(folder, "small").nodes).toBe(4);
    rmSync(join(folder, fileName));
    await run(5, { down: true, memoryPercent: 20, cpuPercent: 10, write: true });
    expect(readFileSync(join(folder, fileName), "utf8")).toBe("config:\n  berth:nodes: 4\n");
    await run(4, { up: true, write: true });
    expect(told.filter((line) => line.includes("berth:nodes"))).toHaveLength(2);
  });

  it("says what is missing", async () => {
    await expect(run(3, {})).rejects.toThrow("say what is wanted: --up, --down or --nodes NUMBER");
    await expect(run(3, { up: true, live: true }, { PATH: "" })).rejects.toThrow("kubectl: is not on the PATH");
    const fixed = { ...fleetDefinition, hardware: { ...fleetDefinition.hardware, fleets: [] } };
    await expect(scale({ ...fixed }, stackConfigSchema.parse({}), { up: true }, {}, folder)).rejects.toThrow(/small/);
  });
});

describe("scale --down --drain", () => {
  const quiet = { memoryPercent: 20, cpuPercent: 10 } as const;
  const owned = (kind: string) => [{ kind, controller: true }];

  it("empties the last node, takes it out, and only then writes the number", async () => {
    kubectl.answer("pods.small-node-5", [
      {
        metadata: { namespace: "apps", name: "web-1", labels: { app: "web" }, ownerReferences: owned("ReplicaSet") },
        status: { phase: "Running" },
      },
      { metadata: { namespace: "kube-system", name: "flannel", ownerReferences: owned("DaemonSet") }, status: { phase: "Running" } },
    ]);
    kubectl.answer("budgets", [
      {
        metadata: { namespace: "apps", name: "web" },
        spec: { selector: { matchLabels: { app: "web" } } },
        status: { disruptionsAllowed: 1, expectedPods: 2 },
      },
    ]);
    expect(await run(5, { down: true, drain: true, write: true, ...quiet })).toBe(0);
    expect(kubectl.calls).toEqual([
      "cordon small-node-5",
      "drain small-node-5 --ignore-daemonsets --delete-emptydir-data --timeout=15m",
      "delete node small-node-5",
    ]);
    expect(readStackConfigFile(folder, "small").nodes).toBe(4);
  });

  it("stops at the first failure, lets the node take pods again, and writes nothing", async () => {
    kubectl.failAt("drain small-node-5");
    await expect(run(5, { down: true, drain: true, write: true, ...quiet })).rejects.toThrow(
      "emptying the nodes stopped; nothing was cancelled\n  small-node-5: kubectl drain small-node-5 --ignore-daemonsets --delete-emptydir-data --timeout=15m: ended with 3; it takes pods again\n    fix: mend it and run the same command again",
    );
    expect(kubectl.calls.map((call) => call.split(" ")[0])).toEqual(["cordon", "drain", "uncordon"]);
    expect(() => readFileSync(join(folder, fileName))).toThrow("ENOENT");

    kubectl.mend();
    expect(await run(5, { down: true, drain: true, write: true, ...quiet })).toBe(0);
  });

  it("says so when even that fails, and what is gone already when there were several", async () => {
    kubectl.failAt("drain small-node-4");
    kubectl.failAt("uncordon small-node-4");
    await expect(run(5, { nodes: 3, drain: true, ...quiet })).rejects.toThrow(
      /small-node-4: .*and it could not be made to take pods again \(kubectl uncordon small-node-4: ended with 3\)\n {4}fix: [^\n]*\n {2}small-node-5: has been emptied and deleted before/,
    );
  });

  it("goes on after a cut between emptying and cancelling", async () => {
    kubectl.setNodes(names.slice(0, 4).map((name) => ({ name })));
    expect(await run(5, { down: true, drain: true, write: true, ...quiet })).toBe(0);
    expect(kubectl.calls).toEqual([]);
    expect(told).toContain("small-node-5: the cluster has no such node any more");
    expect(readStackConfigFile(folder, "small").nodes).toBe(4);
  });

  const volumeOn = (node: string) => ({
    spec: {
      claimRef: { namespace: "databases", name: "postgres-3" },
      nodeAffinity: {
        required: { nodeSelectorTerms: [{ matchExpressions: [{ key: "kubernetes.io/hostname", operator: "In", values: [node] }] }] },
      },
    },
    status: { phase: "Bound" },
  });

  it("refuses a node with the volume of a database, and takes it when that is on another", async () => {
    kubectl.answer("volumes", [volumeOn("small-node-5")]);
    expect(await run(5, { down: true, drain: true, ...quiet })).toBe(1);
    expect(printed).toContain("refused, stays at 5 nodes");
    expect(printed).toContain("small-node-5: databases/postgres-3: the volume of this claim is on the node's own disk and goes with it");
    expect(kubectl.calls).toEqual([]);
    kubectl.answer("volumes", [volumeOn("small-node-2")]);
    expect(await run(5, { down: true, drain: true, ...quiet })).toBe(0);
  });

  const pod = (change: object = {}) => ({
    metadata: { namespace: "apps", name: "web-1", labels: { app: "web" }, ownerReferences: owned("ReplicaSet"), ...change },
    status: { phase: "Running" },
  });
  const budget = (name: string, disruptionsAllowed: number) => ({
    metadata: { namespace: "apps", name },
    spec: { selector: { matchLabels: { app: "web" } } },
    status: { disruptionsAllowed, expectedPods: 2 },
  });

  it.each<[string, () => void, string]>([
    [
      "a budget that lets no pod go now",
      () => {
        kubectl.answer("budgets", [budget("web", 0)]);
      },
      "apps/web-1: its disruption budget web lets none of its 2 pods go now",
    ],
    [
      "two budgets on a pod",
      () => {
        kubectl.answer("budgets", [budget("web", 1), budget("extra", 1)]);
      },
      "has 2 disruption budgets (extra, web), and with more than one no eviction succeeds",
    ],
    [
      "a pod that nothing starts again",
      () => {
        kubectl.answer("pods.small-node-5", [pod({ ownerReferences: [] })]);
      },
      "apps/web-1: nothing starts this pod again elsewhere",
    ],
    [
      "another node that is not ready",
      () => {
        kubectl.setNodes(names.slice(0, 5).map((name) => ({ name, ready: name !== "small-node-2" })));
      },
      "small-node-2: is not ready or takes no pods",
    ],
    [
      "a K3s server",
      () => {
        kubectl.setNodes(names.slice(0, 5).map((name) => ({ name, labels: { "node-role.kubernetes.io/etcd": "true" } })));
      },
      "etcd: it runs the control plane and is a member of etcd",
    ],
  ])("refuses %s", async (_, prepare, message) => {
    kubectl.answer("pods.small-node-5", [pod()]);
    prepare();
    expect(await run(5, { down: true, drain: true, write: true, ...quiet })).toBe(1);
    expect(printed.replace(/\s+/g, " ")).toContain(message);
    expect(kubectl.calls).toEqual([]);
    expect(() => readFileSync(join(folder, fileName))).toThrow("ENOENT");
  });

  it("says which question the cluster did not answer", async () => {
    kubectl.failAt("get poddisruptionbudgets");
    await expect(run(5, { down: true, drain: true, ...quiet })).rejects.toThrow(
      "the cluster cannot be asked\n  kubectl: kubectl get poddisruptionbudgets --all-namespaces -o json: told to fail",
    );
  });
});
