/** Text as it may stand in a cell of a Markdown table: a bar would end the cell. */
export function escapeCell(text: string): string {
  return text.replaceAll("|", "\\|");
}
