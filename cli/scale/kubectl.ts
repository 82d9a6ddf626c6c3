import { execFile, spawn } from "node:child_process";
import { UserError } from "../../infra/diagnostics/user-error";
import { findOnPath } from "../../toolchain/find-tool";
import type { Environment } from "../../toolchain/tool";

/** kubectl as scaling uses it. Arguments come without the program's name. */
export interface Kubectl {
  /** What it prints on standard output. @throws KubectlFailure when it fails. */
  readonly read: (args: readonly string[]) => Promise<string>;
  /** Runs it with its output on standard error. @throws KubectlFailure when it fails. */
  readonly run: (args: readonly string[]) => Promise<void>;
}

/** A call of kubectl that did not end well. */
export class KubectlFailure extends Error {
  constructor(args: readonly string[], reason: string) {
    super(`kubectl ${args.join(" ")}: ${reason}`);
    this.name = "KubectlFailure";
  }
}

const readTimeout = 60_000;
const maxBuffer = 64 * 1024 * 1024;

/**
 * The kubectl on the `PATH`.
 *
 * @param kubeconfig Its credentials. Default: its own.
 * @throws UserError when there is none.
 */
export function requireKubectl(environment: Environment, kubeconfig?: string): Kubectl {
  const path = findOnPath("kubectl", environment);
  if (path === undefined) {
    throw new UserError("the cluster cannot be asked", [
      { path: "kubectl", message: "is not on the PATH", fix: "install it: https://kubernetes.io/docs/tasks/tools/" },
    ]);
  }
  const credentials = kubeconfig === undefined ? [] : ["--kubeconfig", kubeconfig];
  const env = { ...environment };
  return {
    read: async (args) =>
      new Promise((resolve, reject) => {
        execFile(path, [...credentials, ...args], { timeout: readTimeout, maxBuffer, env }, (error, stdout, stderr) => {
          if (error === null) {
            resolve(stdout);
          } else {
            reject(new KubectlFailure(args, stderr.trim().split("\n").at(-1) ?? error.message));
          }
        });
      }),
    run: async (args) =>
      new Promise((resolve, reject) => {
        const child = spawn(path, [...credentials, ...args], { stdio: ["ignore", 2, 2], env });
        child.once("error", (error) => {
          reject(new KubectlFailure(args, error.message));
        });
        child.once("close", (code, signal) => {
          if (code === 0) {
            resolve();
          } else {
            reject(new KubectlFailure(args, code === null ? `was ended by ${signal ?? "a signal"}` : `ended with ${code}`));
          }
        });
      }),
  };
}
