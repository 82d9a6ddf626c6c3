/** Shown among the diagnostics of the run: Pulumi passes on what the process of a dynamic provider prints. */
export function say(message: string): void {
  process.stdout.write(`${message}\n`);
}

/** Like {@link say}, for what the user should look at. */
export function warn(message: string): void {
  process.stderr.write(`warning: ${message}\n`);
}
