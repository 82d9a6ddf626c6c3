import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, Option } from "commander";
import { UserError } from "../../infra/diagnostics/user-error";
import { currentDate } from "../../policies/calendar-date";
import { exemptionsOf, type ListedExemption, packConfigurationOf } from "../../policies/configuration";
import { loadStack } from "../../infra/stack/load-stack";
import { loadDefinition } from "../../stacks/definitions";
import { readStackConfigFile } from "../stack-config-file";
import { describePolicies, policiesMarkdown } from "../../policies/catalogue";
import { renderExemptions } from "../report/exemptions-terminal";

/** Where the reference page is kept. */
const referencePage = "docs/policies.md";

interface PoliciesOptions {
  readonly json?: true;
  readonly markdown?: true;
  readonly check?: true;
  readonly packConfig?: string;
}

/** `npm run policies`: what the rules are, and what a stack is exempt from. */
export function definePoliciesCommand(): Command {
  return new Command("policies")
    .description("List every policy: what it demands, why, and how it is configured; and what a stack is exempt from.")
    .argument("[stack]", "list the exemptions of this stack instead: what, why, and until when")
    .addOption(new Option("--json", "print them as JSON").conflicts(["markdown", "check"]))
    .addOption(new Option("--markdown", `print the reference page, ${referencePage}`).conflicts(["json", "check"]))
    .addOption(new Option("--check", `print nothing; fail when ${referencePage} is not up to date`))
    .addOption(
      new Option(
        "--pack-config <stack>",
        "print what `pulumi … --policy-pack-config` needs to judge a stack as npm run preview does",
      ).conflicts(["json", "markdown", "check"]),
    )
    .addHelpText(
      "after",
      "\nExamples:\n  npm run policies\n  npm run policies homelab\n  npm run -s policies -- --pack-config homelab > pack.json\n  pulumi preview -s homelab --policy-pack policies --policy-pack-config pack.json",
    )
    .action(async (stackName: string | undefined, options: PoliciesOptions) => {
      if (stackName !== undefined) {
        const { policies } = loadStack(await loadDefinition(stackName), readStackConfigFile(process.cwd(), stackName));
        const exemptions = exemptionsOf(policies, currentDate());
        process.stdout.write(options.json === true ? `${JSON.stringify(exemptions, null, 2)}\n` : exemptionList(stackName, exemptions));
      } else if (options.packConfig !== undefined) {
        const stack = loadStack(await loadDefinition(options.packConfig), readStackConfigFile(process.cwd(), options.packConfig));
        process.stdout.write(`${JSON.stringify(packConfigurationOf(stack), null, 2)}\n`);
      } else if (options.check === true) {
        checkReferencePage();
      } else if (options.markdown === true) {
        process.stdout.write(policiesMarkdown());
      } else {
        process.stdout.write(options.json === true ? `${JSON.stringify(describePolicies(), null, 2)}\n` : listing());
      }
    });
}

function exemptionList(stackName: string, exemptions: readonly ListedExemption[]): string {
  return exemptions.length === 0 ? `${stackName} has no exemptions.\n` : `${renderExemptions(exemptions)}\n`;
}

function listing(): string {
  const paragraphs = describePolicies().map(({ id, severity, enforcement, view, description, why, remediation, configuration }) => {
    const settings = Object.keys("properties" in configuration ? (configuration.properties ?? {}) : {});
    return [
      `${id}  (${severity}, ${enforcement}, checked per ${view})`,
      `  ${description}`,
      `  why:      ${why}`,
      `  fix:      ${remediation}`,
      `  settings: ${settings.join(", ")}`,
    ].join("\n");
  });
  return `${paragraphs.join("\n\n")}\n\n${String(paragraphs.length)} policies. Examples and configuration: ${referencePage}\n`;
}

function checkReferencePage(): void {
  const fix = `run npm run -s policies -- --markdown > ${referencePage} and commit the result`;
  let page: string;
  try {
    page = readFileSync(join(process.cwd(), referencePage), "utf8");
  } catch {
    throw new UserError("the policies have no reference page", [{ path: referencePage, message: "cannot be read", fix }]);
  }
  if (page !== policiesMarkdown()) {
    throw new UserError("the reference page of the policies is not up to date", [
      { path: referencePage, message: "differs from the rules", fix },
    ]);
  }
}
