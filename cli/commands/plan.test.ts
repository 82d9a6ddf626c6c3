import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { failureTableSchema } from "../../infra/stack/failures-json-schema";
import { planDocumentSchema } from "../../infra/stack/plan-json-schema";
import { failureTable } from "../plan/failure-table";
import { planStack } from "../plan/plan-stack";
import { Progress } from "../plan/progress";
import { loadStack } from "../../infra/stack/load-stack";
import { validConfig, validDefinition } from "../../infra/stack/testing/valid-stack";

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function planHomelab(...options: readonly string[]): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", "cli/main.ts", "plan", "homelab", ...options], {
    cwd: join(__dirname, "../.."),
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
    timeout: 60_000,
  });
  return { code: status, stdout, stderr };
}

test("assumptions stand in the headline and in the JSON, and what they cost is told", () => {
  const { code, stdout } = planHomelab("--without", "talos02-gpu", "--at", "night");
  expect(code).toBe(1);
  expect(stdout.split("\n")[0]).toMatch(/^homelab \(without talos02-gpu; at night\) {2}3 nodes, 67 workloads/);
  expect(stdout).toMatch(/Without a node only then: media\/tdarr, minio\/minio,/);
  const document = planDocumentSchema.parse(JSON.parse(planHomelab("--without", "talos02-gpu", "--at", "night", "--json").stdout));
  expect(document.assumptions).toEqual(["without talos02-gpu", "at night"]);
  // No node that is left has a card.
  expect(document.oneMoreNode).toEqual([]);
  expect(stdout).toContain("One more node like any of the workers that there are would not help.");
});

test("a plan without assumptions has no word about them", () => {
  const document = planDocumentSchema.parse(JSON.parse(planHomelab("--at", "now", "--json").stdout));
  expect(document).not.toHaveProperty("assumptions");
  expect(document).not.toHaveProperty("movesLeftOut");
});

test("more machines, and a limit on moves that is kept", () => {
  const { code, stdout } = planHomelab("--add", "talos03=2", "--max-moves", "3", "--json");
  expect(code).toBe(0);
  const document = planDocumentSchema.parse(JSON.parse(stdout));
  expect(document.nodes.map(({ name }) => name)).toEqual(["talos00", "talos01", "talos02-gpu", "talos03", "talos03-2", "talos03-3"]);
  // Three pods: PostgreSQL's of tier 1 counts 4, two of tier 3 count 2 each.
  expect(document.objectives.find(({ name }) => name === "disruption")?.value).toBe(8);
  expect(document.workloads.filter(({ leftBehind }) => leftBehind !== undefined).length).toBeGreaterThan(0);
  expect(document.movesLeftOut?.moves).toContainEqual({
    namespace: "media",
    name: "sonarr",
    from: "talos00",
    to: expect.stringMatching(/^talos03/) as unknown,
    pods: 1,
  });
  expect(document.movesLeftOut?.objectives).toContainEqual({ name: "left-behind", unlimited: 0, limited: expect.any(Number) as unknown });
});

test("names that stand for nothing are all told, without a stack trace", () => {
  const { code, stdout, stderr } = planHomelab("--without", "talos3", "--add", "effcient");
  expect(code).toBe(1);
  expect(stdout).toBe("");
  expect(stderr).toBe(
    [
      'error: cannot assume that of stack "homelab"',
      "  --without: is neither a node nor a host (found talos3)",
      '    fix: did you mean "talos03"?',
      "  --add: is neither a node nor a pool (found effcient)",
      '    fix: did you mean "efficient"?',
      "",
    ].join("\n"),
  );
});

test("a limit that is no number is refused", () => {
  const { code, stderr } = planHomelab("--max-moves", "-1");
  expect(code).toBe(1);
  expect(stderr).toContain("It must be a whole number from 0.");
});

test("the table of failures as JSON keeps its contract", () => {
  const { code, stdout, stderr } = planHomelab("--failures", "--json");
  expect([code, stderr]).toEqual([0, ""]);
  const { failures } = failureTableSchema.parse(JSON.parse(stdout));
  expect(failures.map(({ name, pods, controlPlaneWorks, lost }) => [name, pods, controlPlaneWorks, lost.length])).toEqual([
    ["talos00", 44, false, 3],
    ["talos01", 45, true, 0],
    ["talos02-gpu", 27, true, 0],
    ["talos03", 23, true, 0],
  ]);
  const gpu = failures.find(({ name }) => name === "talos02-gpu");
  expect(gpu?.waits.map(({ namespace, name }) => `${namespace}/${name}`)).toEqual([
    "catalyst-llm/ollama",
    "media/tdarr",
    "media/tdarr-node-gpu",
  ]);
});

test("failures are not drawn, and not simulated for a plan that is not finished", () => {
  for (const option of [["--html"], ["--svg"], ["--max-moves", "3"]]) {
    const { code, stderr } = planHomelab("--failures", ...option);
    expect(code).toBe(1);
    expect(stderr).toContain("cannot be used with option");
  }
});

test("the page is the same twice", () => {
  const first = planHomelab("--html");
  expect(first.code).toBe(0);
  expect(first.stdout.startsWith("<!DOCTYPE html>")).toBe(true);
  expect(planHomelab("--html").stdout).toBe(first.stdout);
});

describe("progress of the simulation", () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  function progressAt(millisecondsPerLook: number): readonly string[] {
    let now = 0;
    jest.spyOn(Date, "now").mockImplementation(() => (now += millisecondsPerLook));
    const lines: string[] = [];
    const planned = planStack(loadStack(validDefinition, validConfig), {});
    const write = (line: string | Uint8Array): boolean => {
      lines.push(String(line));
      return true;
    };
    failureTable(planned, new Progress({ isTTY: true, write }));
    return lines;
  }

  test("is told when it takes long", () => {
    expect(progressAt(3000)).toEqual(["1 of 3 losses simulated\n", "2 of 3 losses simulated\n"]);
  });

  test("is silent otherwise", () => {
    expect(progressAt(10)).toEqual([]);
  });
});

test("the hosts of virtual machines are told, with what they have promised and who has their cards", () => {
  const { status, stdout } = spawnSync(process.execPath, ["--import", "tsx", "cli/main.ts", "plan", "r730", "--json"], {
    cwd: join(__dirname, "../.."),
    encoding: "utf8",
    timeout: 60_000,
  });
  expect(status).toBe(0);
  const [host, ...others] = planDocumentSchema.parse(JSON.parse(stdout)).hosts ?? [];
  expect(others).toEqual([]);
  expect(host).toMatchObject({
    name: "r730",
    cpu: { threads: 44, promisedThreads: 48 },
    memory: { physicalMiB: 272 * 1024, promisedMiB: 160 * 1024 },
  });
  expect(host?.guests.map(({ name, vmId, cards }) => [name, vmId, cards.map(({ model }) => model)])).toEqual([
    ["k8s-master", 200, []],
    ["k8s-node1", 201, ["tesla-t4"]],
    ["k8s-node2", 202, []],
    ["k8s-node3", 203, []],
    ["k8s-node4", 204, []],
  ]);
});

test("machines made of metal have no hosts to tell of", () => {
  expect(planDocumentSchema.parse(JSON.parse(planHomelab("--json").stdout))).not.toHaveProperty("hosts");
});
