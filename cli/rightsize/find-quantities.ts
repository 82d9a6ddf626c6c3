import {
  createSourceFile,
  type Expression,
  forEachChild,
  isArrayLiteralExpression,
  isObjectLiteralExpression,
  isPropertyAssignment,
  isStringLiteralLike,
  type Node,
  type ObjectLiteralExpression,
  ScriptTarget,
  type SourceFile,
  type StringLiteralLike,
} from "typescript";
import { isQuantity, parseQuantity } from "../../infra/quantities/quantity";
import type { QuantityChange } from "../../infra/rightsizing/changes";

export interface SourceText {
  /** As people read it, from the project's folder: `stacks/homelab/workloads/media.ts`. */
  readonly path: string;
  readonly text: string;
}

/** Where a quantity stands, its quotes included; or why it cannot be changed there. */
export type Located =
  { readonly path: string; readonly start: number; readonly end: number; readonly quote: string } | { readonly refused: string };

/** Finds the literals of quantities in the tables' source. Nothing is computed: what is no literal is refused. */
export class QuantityFinder {
  readonly #files: readonly SourceFile[];

  constructor(sources: readonly SourceText[]) {
    this.#files = sources.map(({ path, text }) => createSourceFile(path, text, ScriptTarget.Latest, true));
  }

  find(namespace: string, name: string, { container, field, from }: QuantityChange): Located {
    const rows = this.#files.flatMap((file) => rowsOf(file, namespace, name));
    const [row, ...others] = rows;
    if (row === undefined) {
      const mentions = this.#files.flatMap((file) => mentionsOf(file, name));
      return { refused: `its row is computed${mentions.length === 0 ? "" : ` (${mentions.join(", ")})`}` };
    }
    if (others.length > 0) {
      return { refused: `${rows.length} rows look like it: ${rows.map(placeOf).join(", ")}` };
    }
    const holder = container === undefined ? row : containerOf(row, container);
    if (holder === undefined) {
      return { refused: `${placeOf(row)} has its containers computed` };
    }
    const group = field === "limits.memory" ? "limits" : "requests";
    const resource = field === "requests.cpu" ? "cpu" : "memory";
    const values = property(holder, group);
    if (values === undefined) {
      return { refused: `${placeOf(holder)} has no ${group}` };
    }
    const value = isObjectLiteralExpression(values) ? property(values, resource) : undefined;
    if (value === undefined) {
      const reason = isObjectLiteralExpression(values) ? `has no ${field}` : `has its ${group} computed`;
      return { refused: `${placeOf(values)} ${reason}` };
    }
    if (!isStringLiteralLike(value)) {
      return { refused: `${placeOf(value)} has its ${field} computed` };
    }
    return literal(value, from);
  }
}

/** What stands there has to be what the model read: a literal that something else overrides would change nothing. */
function literal(value: StringLiteralLike, from: string | undefined): Located {
  const isWhatCounts = from !== undefined && isQuantity(value.text) && parseQuantity(value.text) === parseQuantity(from);
  if (!isWhatCounts) {
    return { refused: `${placeOf(value)} says ${value.text}, and ${from ?? "nothing"} is what counts` };
  }
  const file = value.getSourceFile();
  const start = value.getStart(file);
  return { path: file.fileName, start, end: value.getEnd(), quote: file.text.charAt(start) };
}

/** Object literals that say both names themselves. */
function rowsOf(file: SourceFile, namespace: string, name: string): readonly ObjectLiteralExpression[] {
  const found: ObjectLiteralExpression[] = [];
  const visit = (node: Node): void => {
    if (isObjectLiteralExpression(node) && text(node, "namespace") === namespace && text(node, "name") === name) {
      found.push(node);
    }
    forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function containerOf(row: ObjectLiteralExpression, name: string): ObjectLiteralExpression | undefined {
  const containers = property(row, "containers");
  return containers === undefined || !isArrayLiteralExpression(containers)
    ? undefined
    : containers.elements.filter(isObjectLiteralExpression).find((container) => text(container, "name") === name);
}

function property(object: ObjectLiteralExpression, key: string): Expression | undefined {
  return object.properties.filter(isPropertyAssignment).find(({ name }) => "text" in name && name.text === key)?.initializer;
}

function text(object: ObjectLiteralExpression, key: string): string | undefined {
  const value = property(object, key);
  return value !== undefined && isStringLiteralLike(value) ? value.text : undefined;
}

/** Where the name stands at all: at most three places, for who changes it by hand. */
function mentionsOf(file: SourceFile, name: string): readonly string[] {
  const found: string[] = [];
  const visit = (node: Node): void => {
    if (isStringLiteralLike(node) && node.text === name) {
      found.push(placeOf(node));
    }
    forEachChild(node, visit);
  };
  visit(file);
  return [...new Set(found)].slice(0, 3);
}

function placeOf(node: Node): string {
  const file = node.getSourceFile();
  return `${file.fileName}:${file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1}`;
}
