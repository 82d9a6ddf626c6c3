import { didYouMean } from "../../diagnostics/did-you-mean";
import type { Finding } from "../../diagnostics/finding";
import { UserError } from "../../diagnostics/user-error";
import type { PlacementProblem } from "../problem";
import { addNodes, areAlike, nodesOfKind, poolsOf } from "./add-nodes";
import { atNight, atPeak } from "./at-time";
import { limitMoves } from "./limit-moves";
import { nodesNamed, withoutNode } from "./without-nodes";

/** What a user asks to assume. */
export interface WhatIf {
  /** Nodes, or hosts with all their machines, that are gone. Default: none. */
  readonly without?: readonly string[];
  /** `KIND` or `KIND=n`: more machines like a node or those of a pool. Default: none. */
  readonly add?: readonly string[];
  /** How much an autoscaler has scaled out. Default `now`: normal load. */
  readonly at?: "now" | "peak" | "night";
  /** Pods that may move at most. Default: any number. */
  readonly maxMoves?: number;
}

/** More machines than this of one kind are taken for a slip. */
const mostAdded = 1000;

/**
 * The problem with everything that was asked to be assumed; the problem itself when that is nothing.
 *
 * @throws UserError with every name that stands for nothing and every count that is none.
 */
export function assume(problem: PlacementProblem, whatIf: WhatIf): PlacementProblem {
  const without = distinct(whatIf.without ?? []);
  const added = (whatIf.add ?? []).map((text) => parseAddition(problem, text));
  const findings = [
    ...without.flatMap((name) => checkLoss(problem, name)),
    ...added.flatMap((addition) => ("finding" in addition ? [addition.finding] : [])),
  ];
  const left = without.reduce(withoutNode, problem);
  if (findings.length === 0 && left.nodes.length === 0) {
    findings.push({ path: "--without", message: "leaves no node", value: without.join(", "), fix: "leave at least one out" });
  }
  if (findings.length > 0) {
    throw new UserError(`cannot assume that of stack "${problem.stack}"`, findings);
  }
  const grown = added.reduce(
    (changed, addition) => ("like" in addition ? addNodes(changed, addition.like, addition.count) : changed),
    left,
  );
  const scaled = whatIf.at === "peak" ? atPeak(grown) : whatIf.at === "night" ? atNight(grown) : grown;
  return whatIf.maxMoves === undefined ? scaled : limitMoves(scaled, whatIf.maxMoves);
}

function checkLoss(problem: PlacementProblem, name: string): readonly Finding[] {
  if (nodesNamed(problem, name).length > 0) {
    return [];
  }
  const known = distinct(problem.nodes.flatMap((node) => [node.name, node.host])).sort();
  return [unknownName("--without", "is neither a node nor a host", name, known)];
}

type Addition = { readonly like: PlacementProblem["nodes"][number]; readonly count: number } | { readonly finding: Finding };

function parseAddition(problem: PlacementProblem, text: string): Addition {
  const separator = text.indexOf("=");
  const kind = separator < 0 ? text : text.slice(0, separator);
  const number = separator < 0 ? "1" : text.slice(separator + 1);
  const [like, ...others] = nodesOfKind(problem, kind);
  if (like === undefined) {
    const known = distinct([...problem.nodes.map(({ name }) => name), ...poolsOf(problem)]).sort();
    return { finding: unknownName("--add", "is neither a node nor a pool", kind, known) };
  }
  const different = others.find((other) => !areAlike(like, other));
  if (different !== undefined) {
    const names = [like, ...others].map(({ name }) => name).join(", ");
    return {
      finding: { path: "--add", message: "is a pool of different machines", value: kind, fix: `name the one that is meant: ${names}` },
    };
  }
  const count = Number(number);
  if (!/^\d+$/.test(number) || count < 1 || count > mostAdded) {
    return {
      finding: { path: "--add", message: `must say a number from 1 to ${mostAdded} after "="`, value: text, fix: `write ${kind}=2` },
    };
  }
  return { like, count };
}

function unknownName(path: string, message: string, value: string, known: readonly string[]): Finding {
  return { path, message, value, fix: didYouMean(value, known) ?? `one of: ${known.join(", ")}` };
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)];
}
