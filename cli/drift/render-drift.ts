import { type DriftResult, hasDrifted, type ResourceName } from "../../engine/drift/drift-result";

const longestValue = 100;

/** @param details Lists what was ignored too, with whose it is. */
export function renderDrift(result: DriftResult, details: boolean): string {
  const { stack, differs, gone, unreadable, ignored, same, pendingOperations } = result;
  const lines = [
    `${stack}: ${headline(result)}`,
    ...section("differs", differs, ({ fields }) =>
      fields.map(({ path, inState, live }) => `    ${path}: ${shown(inState)} in the state, ${shown(live)} live`),
    ),
    ...section("gone", gone, () => []),
    ...section("could not be read", unreadable, ({ message }) => message.split("\n").map((line) => `    ${line}`)),
    ...(details
      ? section("ignored", ignored, ({ path, owner, reason }) => [`    ${path}: ${owner}, ${reason}`])
      : ignored.length === 0
        ? []
        : [`ignored: ${ignored.length} ${ignored.length === 1 ? "field" : "fields"} that others change by right (--details lists them)`]),
    `as it should be: ${same}`,
    ...(pendingOperations === 0 ? [] : [`cut off: ${pendingOperations} operations of a killed update; npm run recover ${stack}`]),
  ];
  return `${lines.join("\n")}\n`;
}

/** What a pull request or an issue is told. */
export function renderDriftMarkdown(result: DriftResult): string {
  const { stack, differs, gone, unreadable, ignored } = result;
  const lines = [
    `**${stack}**: ${headline(result)}`,
    ...(differs.length === 0
      ? []
      : [
          "",
          "| differs | field | in the state | live |",
          "| --- | --- | --- | --- |",
          ...differs.flatMap(({ name, type, fields }) =>
            fields.map(
              ({ path, inState, live }) =>
                `| ${code(`${name} (${type})`)} | ${code(path)} | ${code(shown(inState))} | ${code(shown(live))} |`,
            ),
          ),
        ]),
    ...list("Gone", gone, () => ""),
    ...list("Could not be read, which says nothing about whether they are there", unreadable, ({ message }) => `: ${code(message)}`),
    ...(ignored.length === 0
      ? []
      : [
          "",
          `<details><summary>ignored: ${ignored.length}</summary>`,
          "",
          ...ignored.map(({ name, path, owner, reason }) => `- ${code(`${name} ${path}`)}: ${owner}, ${reason}`),
          "",
          "</details>",
        ]),
    ...(hasDrifted(result)
      ? ["", `To make it as it was: \`pulumi up -s ${stack}\`. To keep it: change the tables, then \`pulumi up -s ${stack} --refresh\`.`]
      : []),
  ];
  return `${lines.join("\n")}\n`;
}

function headline({ differs, gone, unreadable }: DriftResult): string {
  const found = [
    ...(differs.length === 0 ? [] : [`${differs.length} ${differs.length === 1 ? "differs" : "differ"}`]),
    ...(gone.length === 0 ? [] : [`${gone.length} gone`]),
    ...(unreadable.length === 0 ? [] : [`${unreadable.length} could not be read`]),
  ];
  return found.length === 0 ? "no drift" : found.join(", ");
}

function section<Item extends ResourceName>(
  title: string,
  items: readonly Item[],
  below: (item: Item) => readonly string[],
): readonly string[] {
  return items.length === 0 ? [] : [`${title}:`, ...items.flatMap((item) => [`  ${item.name} (${item.type})`, ...below(item)])];
}

function list<Item extends ResourceName>(title: string, items: readonly Item[], more: (item: Item) => string): readonly string[] {
  return items.length === 0 ? [] : ["", `${title}:`, "", ...items.map((item) => `- ${code(`${item.name} (${item.type})`)}${more(item)}`)];
}

function shown(value: unknown): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}

/** As code in a table: neither its pipes nor its lines end anything. */
function code(text: string): string {
  return `\`${text
    .replaceAll("`", "'")
    .replaceAll("|", "\\|")
    .replaceAll(/\s*\n\s*/g, " ")}\``;
}
