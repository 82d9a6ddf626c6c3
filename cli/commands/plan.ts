import { Command, Option } from "commander";
import type { Finding } from "../../infra/diagnostics/finding";
import type { StackConfig } from "../../infra/stack/config";
import { loadStack } from "../../infra/stack/load-stack";
import { emissionFindings } from "../../infra/placement/emit/emit-placements";
import { plan } from "../../infra/placement/plan";
import type { Plan } from "../../infra/placement/plan-document";
import { loadDefinition, stackNames } from "../../stacks/definitions";
import { exitCode } from "../exit-code";
import { renderPlanMarkdown } from "../report/plan-markdown";
import { renderPlanSvg } from "../report/plan-svg";
import { renderPlan } from "../report/plan-terminal";
import { readStackConfigFile } from "../stack-config-file";

interface PlanOptions {
  readonly json?: true;
  readonly markdown?: true;
  readonly svg?: true;
  readonly objective?: StackConfig["objective"];
  readonly applyRecommendations?: true;
}

interface PlannedStack {
  readonly planned: Plan;
  /** Where kube-scheduler may do otherwise than the plan says. */
  readonly doubts: readonly Finding[];
}

/** Plans a stack from its tables and its configuration file; touches neither Pulumi nor a cluster. */
async function planStack(stackName: string, overrides: Partial<StackConfig>): Promise<PlannedStack> {
  const definition = await loadDefinition(stackName);
  const stack = loadStack(definition, { ...readStackConfigFile(process.cwd(), stackName), ...overrides });
  const planned = plan(stack.problem);
  return { planned, doubts: emissionFindings(stack, planned) };
}

export function definePlanCommand(): Command {
  return new Command("plan")
    .description("Decide where every workload of a stack goes, and say why.")
    .argument("<stack>", `one of: ${stackNames.join(", ")}`)
    .addOption(new Option("--json", "print the plan as JSON (schema/plan.schema.json) and nothing else").conflicts(["markdown", "svg"]))
    .addOption(new Option("--markdown", "print the plan as Markdown").conflicts("svg"))
    .option("--svg", "print the plan as a picture")
    .addOption(new Option("--objective <preset>", "plan with another preset than the stack's configuration names").choices(["balance", "power"]))
    .option("--apply-recommendations", "plan with the VPA's recommended requests")
    .addHelpText("after", "\nExit code: 0 everything has a node, 1 something has none or the input is wrong, 2 a fault in Berth.\n\nExamples:\n  npm run plan homelab\n  npm run -s plan homelab -- --json | jq .unplaced\n  npm run plan homelab -- --objective power")
    .action(async (stackName: string, options: PlanOptions) => {
      const { planned, doubts } = await planStack(stackName, {
        ...(options.objective === undefined ? {} : { objective: options.objective }),
        ...(options.applyRecommendations === undefined ? {} : { applyRecommendations: true }),
      });
      process.stdout.write(render(planned, doubts, options));
      process.exitCode = planned.status === "infeasible" ? exitCode.userError : exitCode.fine;
    });
}

function render(planned: Plan, doubts: readonly Finding[], options: PlanOptions): string {
  if (options.json === true) {
    return `${JSON.stringify(planned, null, 2)}\n`;
  }
  if (options.markdown === true) {
    return renderPlanMarkdown(planned);
  }
  return options.svg === true ? renderPlanSvg(planned) : renderPlan(planned, doubts);
}
