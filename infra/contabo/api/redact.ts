/** Shorter lines are words such as `runcmd:`, whose loss would make a message unreadable and saves nothing. */
const shortestLine = 8;
const longestMessage = 400;

/**
 * A text for an error, without the secrets and without any of their lines, and not longer than a reader wants.
 */
export function redacted(text: string, secrets: readonly string[]): string {
  const parts = secrets.flatMap((secret) => [secret, ...secret.split("\n").map((line) => line.trim())]);
  const hidden = [...new Set(parts)].filter((part) => part.length >= shortestLine).sort((a, b) => b.length - a.length);
  const safe = hidden.reduce((rest, part) => rest.replaceAll(part, "[secret]"), text);
  return safe.length > longestMessage ? `${safe.slice(0, longestMessage)}…` : safe;
}
