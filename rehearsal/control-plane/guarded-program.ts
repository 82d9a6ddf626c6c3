import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { killGroup } from "../registry/registry";
import { identifyProcess, type ProcessIdentity } from "../registry/process-identity";
import type { ProgramArgs, RunningProgram } from "./control-plane";

/** A program in a process group of its own that does not outlive us. */
export interface GuardedProgram extends RunningProgram {
  /** Leader of its process group; undefined once it has ended. */
  identity(): ProcessIdentity | undefined;
  /** Ends it as by SIGKILL. */
  kill(): Promise<void>;
  /** The same, without waiting, for when this process ends. */
  killNow(): void;
  /** Lets it go on after this process ends. */
  release(): void;
}

/**
 * Runs the program given as its arguments, with a guard beside it that reads from the pipe to whoever started both. When
 * that process ends, however it does, the pipe closes, and the guard ends the whole group. A line on the pipe sends the
 * guard away instead. SIGTERM is passed on, and SIGUSR1 as SIGKILL: the shell lives until the program's end is known.
 */
const guardScript = `
trap 'kill -TERM "$program"' TERM
trap 'kill -KILL "$program"' USR1
"$@" 3<&- &
program=$!
{ read -r line <&3 || kill -KILL 0; } &
guard=$!
wait "$program"
code=$?
while kill -0 "$program" 2>/dev/null; do
  wait "$program"
  code=$?
done
kill "$guard" 2>/dev/null
exit "$code"
`;

const graceMilliseconds = 3_000;
const shownLines = 20;

/** Starts a program. Its output is appended to the log. */
export function startGuarded(program: ProgramArgs, where: { readonly folder: string; readonly logPath: string }): GuardedProgram {
  const { name, path, args, environment = {} } = program;
  const log = openSync(where.logPath, "a", 0o600);
  const child = spawn("/bin/sh", ["-c", guardScript, name, path, ...args], {
    detached: true,
    cwd: where.folder,
    // Nothing of the user's own settings: a program looks for more than its arguments in its home.
    env: { PATH: process.env["PATH"], HOME: where.folder, ...environment },
    stdio: ["ignore", log, log, "pipe"],
  });
  closeSync(log);
  const pipe = child.stdio[3];
  // Neither keeps a command alive that has nothing else to do; the guard sees its end.
  child.unref();
  if (pipe instanceof Socket) {
    pipe.unref();
    pipe.on("error", () => undefined);
  }
  const identity = child.pid === undefined ? undefined : identifyProcess(child.pid);
  let expected = false;
  const ended = endOf(child);
  const failed = new Promise<never>((_, reject) => {
    void ended.then((how) => {
      if (!expected) {
        reject(new Error(`${name} ${how}; its log ends with\n${endOfLog(where.logPath)}`));
      }
    });
  });
  // Whoever waits for it hears of it; nobody has to.
  failed.catch(() => undefined);
  const killNow = (): void => {
    expected = true;
    if (child.pid !== undefined) {
      killGroup(child.pid);
    }
  };
  const end = async (signal: "SIGTERM" | "SIGUSR1"): Promise<void> => {
    expected = true;
    if (!hasEnded(child)) {
      child.ref();
      child.kill(signal);
      await Promise.race([ended, sleep(graceMilliseconds, undefined, { ref: false })]);
      if (!hasEnded(child)) {
        killNow();
        await ended;
      }
    }
  };
  return {
    name,
    logPath: where.logPath,
    failed,
    identity: () => (hasEnded(child) ? undefined : identity),
    stop: async () => end("SIGTERM"),
    kill: async () => end("SIGUSR1"),
    killNow: () => {
      if (!hasEnded(child)) {
        killNow();
      }
    },
    release: () => {
      expected = true;
      if (pipe instanceof Socket) {
        pipe.end("go on\n");
      }
    },
  };
}

function hasEnded({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid === undefined || exitCode !== null || signalCode !== null;
}

async function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once("error", (error) => {
      resolve(`could not be started: ${error.message}`);
    });
    child.once("exit", (code, signal) => {
      resolve(`ended by itself (${signal ?? `exit code ${code ?? 0}`})`);
    });
  });
}

/** The last lines of a log, indented. */
export function endOfLog(path: string): string {
  return readFileSync(path, "utf8")
    .trimEnd()
    .split("\n")
    .slice(-shownLines)
    .map((line) => `    ${line}`)
    .join("\n");
}
