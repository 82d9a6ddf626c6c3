import { execFile } from "node:child_process";

/** What a command takes of the processors, all processes that it starts and waits for included, in seconds. */
export async function cpuSecondsOf(command: string, args: readonly string[], workingDirectory: string): Promise<number> {
  // The shell's own `times`: Node knows only what it takes itself.
  const script = '"$@" >/dev/null || exit $?; times';
  return new Promise((resolve, reject) => {
    execFile("sh", ["-c", script, "sh", command, ...args], { cwd: workingDirectory }, (error, stdout, stderr) => {
      if (error === null) {
        resolve(childrenIn(stdout));
      } else {
        reject(new Error(`${command} failed\n${stderr}`));
      }
    });
  });
}

/** The second line of `times` is about children: `0m5.470s 0m0.860s`. */
export function childrenIn(times: string): number {
  const [, children = ""] = times.trim().split("\n");
  const figures = [...children.matchAll(/(\d+)m(\d+(?:\.\d+)?)s/g)];
  if (figures.length !== 2) {
    throw new Error(`the shell's times cannot be read: ${times}`);
  }
  return figures.reduce((sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds), 0);
}
