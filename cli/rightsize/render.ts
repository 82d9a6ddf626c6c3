import type { Proposal, Skipped } from "../../infra/rightsizing/propose";
import { paint, plainTable, wrap } from "../report/terminal-text";
import type { RightSizedStack } from "./right-size-stack";
import { unifiedDiff } from "./unified-diff";

/** The report of a right-sizing, for a terminal. The diff stands last, so that `git apply` takes the output from there. */
export function renderRightSizing(result: RightSizedStack, written: boolean): string {
  const { stack, proposals, skipped, byHand, files } = result;
  const changed = proposals.filter(({ changes }) => changes.length > 0);
  const kept = proposals.length - changed.length;
  return [
    `${paint("bold", stack)}: ${count(changed.length, "workload")} to resize, ${kept} right as they are, ${skipped.length} without a proposal`,
    "",
    ...(changed.length === 0 ? [] : [changesTable(changed), ""]),
    ...renderVerdicts(result),
    ...section(
      "To be changed by hand",
      byHand.map(({ workload, field, to, reason }) => `${workload}: ${field} to ${to}; ${reason}`),
    ),
    ...section("Without a proposal", skippedLines(skipped)),
    ...(written
      ? section(
          "Written",
          files.map(({ path }) => path),
        )
      : files.map(unifiedDiff)),
    written || files.length === 0 ? "" : "Nothing is written: --write does.\n",
  ].join("\n");
}

/** Most share a reason: those stand in one paragraph. */
function skippedLines(skipped: readonly Skipped[]): readonly string[] {
  const byReason = new Map<string, string[]>();
  for (const { subject, reason } of skipped) {
    byReason.set(reason, [...(byReason.get(reason) ?? []), subject]);
  }
  return [...byReason].flatMap(([reason, subjects]) => [`${reason}:`, ...wrap(subjects, ", ", "    ")]);
}

function changesTable(changed: readonly Proposal[]): string {
  const table = plainTable(
    ["workload", "lower bound", "target", "upper bound", "changes", "why"],
    ["left", "right", "right", "right", "left", "left"],
  );
  for (const { workload, recommended, changes, why } of changed) {
    const texts = changes.map(
      ({ container, field, from = "nothing", to }) => `${container === undefined ? "" : `${container} `}${field} ${from} → ${to}`,
    );
    table.push([workload, recommended.lowerBound, recommended.target, recommended.upperBound, texts.join("\n"), why.join("\n")]);
  }
  return table.toString();
}

function renderVerdicts({ before, after }: RightSizedStack): readonly string[] {
  return [`plan before  ${verdictText(before)}`, `plan after   ${verdictText(after)}`, ""];
}

function verdictText(verdict: RightSizedStack["after"]): string {
  if (verdict.status === "refused") {
    return `the changed tables do not load\n${verdict.text}`;
  }
  const { text, unplacedPods, hottest, requestedCpuMilli, requestedMemoryMiB } = verdict;
  return [
    text,
    ...(unplacedPods === 0 ? [] : [`${count(unplacedPods, "pod")} without a node`]),
    ...(hottest === undefined ? [] : [`hottest ${hottest.node} (CPU ${hottest.cpuPercent} %, memory ${hottest.memoryPercent} %)`]),
    `requested ${(requestedCpuMilli / 1000).toFixed(1)} cores and ${(requestedMemoryMiB / 1024).toFixed(1)} GiB`,
  ].join(", ");
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [paint("bold", title), ...lines.map((line) => `  ${line}`), ""];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
