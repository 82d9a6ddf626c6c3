import type { Proposal } from "../../infra/rightsizing/propose";
import { QuantityFinder, type SourceText } from "./find-quantities";

export interface EditedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** A change that somebody has to make by hand. */
export interface ByHand {
  readonly workload: string;
  readonly field: string;
  readonly to: string;
  readonly reason: string;
}

export interface EditedTables {
  /** Only those that change, by path. */
  readonly files: readonly EditedFile[];
  readonly byHand: readonly ByHand[];
}

interface Edit {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

/** The tables with the proposed quantities in place of those that stand there; nothing else in them changes. */
export function editTables(sources: readonly SourceText[], proposals: readonly Proposal[]): EditedTables {
  const finder = new QuantityFinder(sources);
  const edits: Edit[] = [];
  const byHand: ByHand[] = [];
  for (const { workload, changes } of proposals) {
    const [namespace = "", name = ""] = workload.split("/");
    const located = changes.map((change) => ({ change, place: finder.find(namespace, name, change) }));
    // A request that is raised alone may exceed the limit that stands there: all that a row says changes, or nothing.
    const isWhole = located.every(({ change, place }) => change.from === undefined || "path" in place);
    for (const { change, place } of located) {
      if (isWhole && "path" in place) {
        edits.push({ ...place, replacement: `${place.quote}${change.to}${place.quote}` });
      } else {
        const reason = "refused" in place ? place.refused : "goes with the others of this workload";
        const field = change.container === undefined ? change.field : `containers[${change.container}].${change.field}`;
        byHand.push({ workload, field, to: change.to, reason });
      }
    }
  }
  const files = sources.flatMap(({ path, text }) => {
    const after = applied(
      text,
      edits.filter((edit) => edit.path === path),
    );
    return after === text ? [] : [{ path, before: text, after }];
  });
  return { files, byHand };
}

/** From the end, so that what stands before stays where it was found. */
function applied(text: string, edits: readonly Edit[]): string {
  return [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce((result, { start, end, replacement }) => result.slice(0, start) + replacement + result.slice(end), text);
}
