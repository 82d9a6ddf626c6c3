import { execFile, spawn } from "node:child_process";
import type { Command } from "../../infra/talos/upgrade/upgrade-document";

/** Runs programs for an upgrade. */
export interface CommandRunner {
  /** What a command prints on standard output. @throws CommandFailure when it fails. */
  readonly read: (command: Command) => Promise<string>;
  /** Runs a command whose output the user sees. @throws CommandFailure when it fails. */
  readonly run: (command: Command) => Promise<void>;
}

/** A command that did not end well. */
export class CommandFailure extends Error {
  constructor(
    readonly command: Command,
    readonly reason: string,
  ) {
    super(`${command.join(" ")}: ${reason}`);
    this.name = "CommandFailure";
  }
}

export interface Programs {
  /** Paths of the executables. */
  readonly talosctl: string;
  readonly kubectl: string;
  /** Credentials of talosctl. Default: its own. */
  readonly talosconfig?: string;
  /** Credentials of kubectl. Default: its own. */
  readonly kubeconfig?: string;
}

/** Long enough for a machine that reboots while it is asked. */
const readTimeout = 60_000;

/** Runs the programs that are installed. What they print while they work goes to standard error. */
export function programRunner(programs: Programs): CommandRunner {
  return {
    read: async (command) =>
      new Promise((resolve, reject) => {
        const { path, args } = invocation(programs, command);
        execFile(path, args, { timeout: readTimeout, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
          if (error === null) {
            resolve(stdout);
          } else {
            reject(new CommandFailure(command, lastLine(stderr) ?? error.message));
          }
        });
      }),
    run: async (command) =>
      new Promise((resolve, reject) => {
        const { path, args } = invocation(programs, command);
        const child = spawn(path, args, { stdio: ["ignore", 2, 2] });
        child.once("error", (error) => {
          reject(new CommandFailure(command, error.message));
        });
        child.once("close", (code, signal) => {
          if (code === 0) {
            resolve();
          } else {
            reject(new CommandFailure(command, code === null ? `was ended by ${signal ?? "a signal"}` : `ended with ${code}`));
          }
        });
      }),
  };
}

function invocation(programs: Programs, [program, ...args]: Command): { readonly path: string; readonly args: string[] } {
  const credentials =
    program === "talosctl"
      ? programs.talosconfig === undefined
        ? []
        : ["--talosconfig", programs.talosconfig]
      : programs.kubeconfig === undefined
        ? []
        : ["--kubeconfig", programs.kubeconfig];
  return { path: programs[program], args: [...credentials, ...args] };
}

function lastLine(text: string): string | undefined {
  const line = text.trim().split("\n").at(-1)?.trim();
  return line === "" ? undefined : line;
}
