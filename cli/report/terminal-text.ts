import { styleText } from "node:util";
import Table from "cli-table3";

export type Style = Parameters<typeof styleText>[0];

/** Colours only where standard output shows them and `NO_COLOR` is not set. */
export function paint(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stdout });
}

/**
 * Joins words into indented lines that fit the terminal; a word that is too long has a line of its own.
 *
 * @param hanging Indentation of all lines but the first. Default: that of the first.
 */
export function wrap(words: readonly string[], separator: string, indent: string, hanging = indent): string[] {
  const columns = process.stdout.isTTY ? Math.max(60, process.stdout.columns) : 120;
  const lines: string[] = [];
  let line = "";
  for (const word of words) {
    const longer = line === "" ? word : `${line}${separator}${word}`;
    const before = lines.length === 0 ? indent : hanging;
    if (line !== "" && before.length + longer.length > columns) {
      lines.push(`${before}${line}${separator.trimEnd()}`);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, `${lines.length === 0 ? indent : hanging}${line}`];
}

/** A table without frames: readable in a narrow terminal and easy to cut with shell tools. */
export function plainTable(head: string[], colAligns: ("left" | "right")[]): Table.Table {
  const none = {
    top: "",
    "top-mid": "",
    "top-left": "",
    "top-right": "",
    bottom: "",
    "bottom-mid": "",
    "bottom-left": "",
    "bottom-right": "",
    left: "",
    "left-mid": "",
    mid: "",
    "mid-mid": "",
    right: "",
    "right-mid": "",
    middle: "  ",
  };
  return new Table({
    head: head.map((title) => paint("dim", title)),
    chars: none,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
    colAligns,
  });
}
