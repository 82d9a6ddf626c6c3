import type { EditedFile } from "./edit-tables";

const contextLines = 3;

/** The change of a file as `diff -u` prints it. The file has as many lines as before: quantities change within theirs. */
export function unifiedDiff({ path, before, after }: EditedFile): string {
  const [old, changed] = [before.split("\n"), after.split("\n")];
  const differing = old.flatMap((line, index) => (line === changed[index] ? [] : [index]));
  const hunks: { from: number; to: number }[] = [];
  for (const index of differing) {
    const [from, to] = [Math.max(0, index - contextLines), Math.min(old.length, index + contextLines + 1)];
    const last = hunks.at(-1);
    if (last !== undefined && from <= last.to) {
      last.to = to;
    } else {
      hunks.push({ from, to });
    }
  }
  const bodies = hunks.map(({ from, to }) => {
    const size = `${from + 1},${to - from}`;
    return [`@@ -${size} +${size} @@`, ...body(old, changed, from, to)].join("\n");
  });
  return [`--- a/${path}`, `+++ b/${path}`, ...bodies, ""].join("\n");
}

/** Lines that change one after the other stand together: first all as they were, then all as they will be. */
function body(old: readonly string[], changed: readonly string[], from: number, to: number): readonly string[] {
  const lines: string[] = [];
  let added: string[] = [];
  for (let index = from; index < to; index++) {
    const [was, is] = [old[index] ?? "", changed[index] ?? ""];
    if (was === is) {
      lines.push(...added, ` ${was}`);
      added = [];
    } else {
      lines.push(`-${was}`);
      added.push(`+${is}`);
    }
  }
  return [...lines, ...added];
}
