import { execFileSync } from "node:child_process";

/** Ends the engine and its plugins, as a machine that loses power does: only processes that this one has started. */
export function killEngine(): void {
  const processes = execFileSync("ps", ["-A", "-o", "pid=,ppid=,args="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .flatMap((match) => (match === null ? [] : [{ pid: Number(match[1]), parent: Number(match[2]), command: match[3] ?? "" }]));
  const below = (parent: number): readonly { pid: number; command: string }[] =>
    processes.filter((each) => each.parent === parent).flatMap((child) => [child, ...below(child.pid)]);
  for (const { pid } of below(process.pid).filter(({ command }) => command.includes("pulumi"))) {
    process.kill(pid, "SIGKILL");
  }
}
