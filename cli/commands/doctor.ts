import { styleText } from "node:util";
import { Command } from "commander";
import { requireStackName, stackNames } from "../../stacks/definitions";
import type { CheckResult, Status } from "../doctor/check";
import { examine } from "../doctor/examine";
import { exitCode } from "../exit-code";

const marks: Readonly<Record<Status, { readonly mark: string; readonly style: Parameters<typeof styleText>[0] }>> = {
  ok: { mark: "✓", style: "green" },
  warn: { mark: "!", style: "yellow" },
  fail: { mark: "✗", style: "red" },
};

export function defineDoctorCommand(): Command {
  return new Command("doctor")
    .description("Check what a preview and an up need on this machine, and say what to do about each.")
    .argument("[stack]", `one of: ${stackNames.join(", ")}; default: all`)
    .option("--json", "print the results as JSON and nothing else")
    .addHelpText(
      "after",
      "\nExit code: 0 a preview can run, 1 something stops it or would make an up do harm, 2 a fault in Berth.\n\nWarnings are about what an up needs beyond a preview.",
    )
    .action(async (stackName: string | undefined, options: { readonly json?: true }) => {
      if (stackName !== undefined) {
        requireStackName(stackName);
      }
      const results = await examine(process.cwd(), stackName === undefined ? stackNames : [stackName], process.env);
      process.stdout.write(options.json === true ? `${JSON.stringify(results, null, 2)}\n` : results.map(render).join(""));
      process.exitCode = results.some(({ status }) => status === "fail") ? exitCode.userError : exitCode.fine;
    });
}

function render({ name, status, detail, fix }: CheckResult): string {
  const { mark, style } = marks[status];
  const remedy = fix === undefined ? "" : `${" ".repeat(4)}→ ${fix}\n`;
  return `${styleText(style, mark, { stream: process.stdout })} ${name}: ${detail}\n${remedy}`;
}
