import { escapeXml } from "../escape-xml";
import { style } from "./style";

/**
 * One page that needs nothing else: no script, no font, no image from elsewhere, which its content security policy also
 * forbids.
 *
 * @param sections of markup; empty ones are left out.
 */
export function htmlPage(title: string, sections: readonly string[]): string {
  return [
    "<!DOCTYPE html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${escapeXml(title)}</title>`,
    `<style>${style}</style>`,
    "</head>",
    "<body>",
    "<main>",
    `<h1>${escapeXml(title)}</h1>`,
    ...sections.filter((text) => text !== ""),
    "</main>",
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

export function section(title: string, ...content: readonly string[]): string {
  return ["<section>", `<h2>${escapeXml(title)}</h2>`, ...content, "</section>"].join("\n");
}
