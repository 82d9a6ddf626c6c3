import { escapeXml } from "../escape-xml";

/** A column of a table; figures stand to the right. */
export interface Column {
  readonly title: string;
  readonly figure?: true;
}

/** A cell: text, which is escaped, or markup that already is. */
export type Cell = string | { readonly html: string };

/**
 * A table that folds into labelled lines on a narrow screen. The roles say what the elements are to readers for whom a
 * changed `display` would hide it. The first cell of each row is its heading.
 */
export function htmlTable(caption: string, columns: readonly Column[], rows: readonly (readonly Cell[])[]): string {
  const kind = (column: Column | undefined): string => (column?.figure === true ? ' class="figure"' : "");
  const head = columns.map((column) => `<th role="columnheader" scope="col"${kind(column)}>${escapeXml(column.title)}</th>`).join("");
  const body = rows.map((cells) => {
    const row = cells.map((cell, index) => {
      const column = columns[index];
      const content = typeof cell === "string" ? escapeXml(cell) : cell.html;
      return index === 0
        ? `<th role="rowheader" scope="row">${content}</th>`
        : `<td role="cell"${kind(column)} data-label="${escapeXml(column?.title ?? "")}">${content}</td>`;
    });
    return `<tr role="row">${row.join("")}</tr>`;
  });
  return [
    `<table role="table">`,
    `<caption>${escapeXml(caption)}</caption>`,
    `<thead role="rowgroup"><tr role="row">${head}</tr></thead>`,
    `<tbody role="rowgroup">`,
    ...body,
    "</tbody>",
    "</table>",
  ].join("\n");
}
