/** The column after which a literal is broken over several lines: the printWidth of the project's formatter. */
const lineWidth = 140;

/** Comments by the path of the field that they stand above: `machines.0.power`. */
export type Comments = ReadonlyMap<string, readonly string[]>;

/**
 * Prints a value of plain data as a TypeScript literal in the project's own format: an object or list on one line where
 * it fits, else an entry a line. Fields that are undefined are left out.
 *
 * @param before how many columns stand before it on its first line; `after` how many stand behind it on its last.
 */
export function printLiteral(
  value: unknown,
  options: { readonly indent: number; readonly before: number; readonly after: number; readonly comments: Comments },
  path = "",
): string {
  const hasComment = [...options.comments.keys()].some((key) => path === "" || key.startsWith(`${path}.`));
  const flat = printFlat(value);
  if (!hasComment && !mustBreak(value) && options.before + flat.length + options.after <= lineWidth) {
    return flat;
  }
  if (Array.isArray(value)) {
    const items = value.map((item, index) => entry("", item, options, join(path, String(index))));
    return `[\n${items.join("")}${" ".repeat(options.indent)}]`;
  }
  if (isMap(value)) {
    const fields = definedFields(value).map(([key, field]) => entry(`${printKey(key)}: `, field, options, join(path, key)));
    return `{\n${fields.join("")}${" ".repeat(options.indent)}}`;
  }
  return flat;
}

function entry(
  label: string,
  value: unknown,
  { indent, comments }: { readonly indent: number; readonly comments: Comments },
  path: string,
): string {
  const inner = indent + 2;
  const margin = " ".repeat(inner);
  const above = (comments.get(path) ?? []).map((line) => `${margin}// ${line}\n`).join("");
  const literal = printLiteral(value, { indent: inner, before: inner + label.length, after: 1, comments }, path);
  return `${above}${margin}${label}${literal},\n`;
}

function printFlat(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(printFlat).join(", ")}]`;
  }
  if (isMap(value)) {
    const fields = definedFields(value);
    return fields.length === 0 ? "{}" : `{ ${fields.map(([key, field]) => `${printKey(key)}: ${printFlat(field)}`).join(", ")} }`;
  }
  return typeof value === "string" ? printText(value) : JSON.stringify(value);
}

/** The formatter keeps a list of several objects of several fields each on several lines. */
function mustBreak(value: unknown): boolean {
  if (Array.isArray(value)) {
    return (value.length > 1 && value.every((item) => isMap(item) && definedFields(item).length > 1)) || value.some(mustBreak);
  }
  return isMap(value) && Object.values(value).some(mustBreak);
}

/** Quotes are chosen so that fewer need escaping, as the formatter does. Text of the cluster cannot end the literal. */
function printText(text: string): string {
  const double = JSON.stringify(text)
    .replace(/\u2028/g, "\\u2028")
    .replace(/\u2029/g, "\\u2029");
  const doubles = text.split('"').length;
  const singles = text.split("'").length;
  return doubles > singles ? `'${double.slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'")}'` : double;
}

/** A key as the formatter writes it alone; the keys of one object are treated alike by {@link definedFields}. */
function printKey(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : printText(key);
}

function definedFields(map: object): readonly (readonly [string, unknown])[] {
  return Object.entries(map).filter(([, field]) => field !== undefined);
}

function isMap(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function join(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}
