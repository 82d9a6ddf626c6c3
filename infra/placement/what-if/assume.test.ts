import { UserError } from "../../diagnostics/user-error";
import { node, problem, workload } from "../testing/problems";
import { assume, type WhatIf } from "./assume";

const pool = "berth.dev/pool";
const posed = problem(
  [
    node("talos00", { host: "pve1", capabilities: { [pool]: "core" } }),
    node("talos01", { host: "pve1", capabilities: { [pool]: "mixed" } }),
    node("talos02", { capabilities: { [pool]: "mixed" }, power: { idleWatts: 1, fullWatts: 2 } }),
  ],
  [workload("w", { scale: { minReplicas: 0, maxReplicas: 2 }, current: { talos02: 1 } })],
);

function findingsOf(whatIf: WhatIf): UserError["findings"] {
  try {
    assume(posed, whatIf);
  } catch (error) {
    if (error instanceof UserError) {
      return error.findings;
    }
    throw error;
  }
  return [];
}

test("nothing assumed is the problem itself", () => {
  expect(assume(posed, {})).toBe(posed);
  expect(assume(posed, { without: [], add: [], at: "now" })).toBe(posed);
});

test("all assumptions together, in the order in which they are made", () => {
  const assumed = assume(posed, { without: ["pve1", "pve1"], add: ["talos01=2", "core"], at: "night", maxMoves: 7 });
  expect(assumed.assumptions).toEqual([
    "without pve1 (talos00, talos01)",
    "with 2 more like talos01 (talos01-2, talos01-3)",
    "with 1 more like talos00 (talos00-2)",
    "at night",
    "with at most 7 pods moved",
  ]);
  expect(assumed.nodes.map(({ name }) => name)).toEqual(["talos02", "talos01-2", "talos01-3", "talos00-2"]);
  expect(assumed.workloads.map(({ replicas }) => replicas)).toEqual([0]);
  expect(assume(posed, { at: "peak" }).workloads.map(({ replicas }) => replicas)).toEqual([2]);
});

test("a machine may be added to the place of one that is gone", () => {
  expect(assume(posed, { without: ["talos00"], add: ["talos00"] }).nodes.map(({ name }) => name)).toEqual([
    "talos01",
    "talos02",
    "talos00-2",
  ]);
});

test("every name that stands for nothing is told, with the one that was meant", () => {
  expect(findingsOf({ without: ["talos2", "nowhere"], add: ["mixd", "talos00=x", "talos00=0", "talos00=1001", "mixed"] })).toEqual([
    { path: "--without", message: "is neither a node nor a host", value: "talos2", fix: 'did you mean "talos02"?' },
    { path: "--without", message: "is neither a node nor a host", value: "nowhere", fix: "one of: pve1, talos00, talos01, talos02" },
    { path: "--add", message: "is neither a node nor a pool", value: "mixd", fix: 'did you mean "mixed"?' },
    { path: "--add", message: 'must say a number from 1 to 1000 after "="', value: "talos00=x", fix: "write talos00=2" },
    { path: "--add", message: 'must say a number from 1 to 1000 after "="', value: "talos00=0", fix: "write talos00=2" },
    { path: "--add", message: 'must say a number from 1 to 1000 after "="', value: "talos00=1001", fix: "write talos00=2" },
    { path: "--add", message: "is a pool of different machines", value: "mixed", fix: "name the one that is meant: talos01, talos02" },
  ]);
});

test("a cluster without nodes is refused", () => {
  expect(findingsOf({ without: ["pve1", "talos02"] })).toEqual([
    { path: "--without", message: "leaves no node", value: "pve1, talos02", fix: "leave at least one out" },
  ]);
});
