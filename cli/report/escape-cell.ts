/** Text as it may stand in a cell of a Markdown table: in one line, and without anything that Markdown would read. */
export function escapeCell(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(/([\\`*_[\]|~])/g, "\\$1")
    .replaceAll(/\s*\n\s*/g, " ");
}
