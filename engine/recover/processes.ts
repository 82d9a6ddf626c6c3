import { execFile } from "node:child_process";

export interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  readonly startedAt: Date;
  readonly command: string;
}

/** The processes of this machine, as far as this user sees them. */
export async function runningProcesses(): Promise<readonly RunningProcess[]> {
  const output = await new Promise<string>((done, reject) => {
    execFile(
      "ps",
      ["-A", "-o", "pid=,ppid=,lstart=,args="],
      // The start time is written in the words of the locale.
      { env: { ...process.env, LC_ALL: "C" }, maxBuffer: 16 * 1024 * 1024 },
      (error, stdout) => {
        if (error === null) {
          done(stdout);
        } else {
          reject(new Error(`ps failed: ${error.message}`));
        }
      },
    );
  });
  return parseProcesses(output);
}

/** @param output Of `ps -o pid=,ppid=,lstart=,args=`. */
export function parseProcesses(output: string): readonly RunningProcess[] {
  return output.split("\n").flatMap((line) => {
    const [, pid, parent, startedAt, command] = /^\s*(\d+)\s+(\d+)\s+(\w+\s+\w+\s+\d+\s+[\d:]+\s+\d+)\s+(.*)$/.exec(line) ?? [];
    return pid === undefined || parent === undefined || startedAt === undefined || command === undefined
      ? []
      : [{ pid: Number(pid), parent: Number(parent), startedAt: new Date(startedAt), command }];
  });
}

/**
 * Provider plugins whose engine is gone. They go on with what they were told last: as long as one runs, what a look at
 * the provider says may still change.
 */
export function orphanedPlugins(processes: readonly RunningProcess[]): readonly RunningProcess[] {
  const pids = new Set(processes.map(({ pid }) => pid));
  return processes.filter(
    ({ command, parent }) => /(?:^|\/)pulumi-resource-[\w-]+(?:\s|$)/.test(command) && (parent === 1 || !pids.has(parent)),
  );
}
