/** A token of a CEL expression. Comments and white space are dropped. */
export type Token =
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "name"; readonly value: string }
  | { readonly kind: "sign"; readonly value: string };

const pattern = new RegExp(
  [
    /(?<space>\s+|\/\/[^\n]*)/,
    /(?<raw>[rR](?:"[^"\n]*"|'[^'\n]*'))/,
    /(?<string>"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')/,
    /(?<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?u?)/,
    /(?<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)/,
    /(?<sign>\.\?|\[\?|&&|\|\||[=!<>]=|[\s\S])/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "gy",
);

/**
 * Cuts a CEL expression into tokens. What is no token of the language becomes a sign of one character: reading goes on.
 *
 * @see https://github.com/google/cel-spec/blob/master/doc/langdef.md#syntax
 */
export function tokens(expression: string): readonly Token[] {
  return [...expression.matchAll(pattern)].flatMap(({ groups = {} }): Token[] => {
    if (groups["raw"] !== undefined) {
      return [{ kind: "string", value: groups["raw"].slice(2, -1) }];
    }
    if (groups["string"] !== undefined) {
      return [{ kind: "string", value: unquoted(groups["string"]) }];
    }
    if (groups["number"] !== undefined) {
      return [{ kind: "number", value: Number.parseFloat(groups["number"]) }];
    }
    if (groups["name"] !== undefined) {
      return [{ kind: "name", value: groups["name"] }];
    }
    return groups["sign"] === undefined ? [] : [{ kind: "sign", value: groups["sign"] }];
  });
}

function unquoted(literal: string): string {
  const quotes = /^("""|''')/.test(literal) ? 3 : 1;
  const named: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f", v: "\v", a: "\u0007" };
  return literal
    .slice(quotes, -quotes)
    .replace(/\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|x[0-9A-Fa-f]{2}|[\s\S])/g, (_, escaped: string) =>
      escaped.length > 1 ? String.fromCodePoint(Math.min(Number.parseInt(escaped.slice(1), 16), 0x10ffff)) : (named[escaped] ?? escaped),
    );
}
