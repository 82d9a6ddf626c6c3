import { Command, InvalidArgumentError, Option } from "commander";
import { drills } from "../../rehearsal/drills";
import { chooseDrills } from "../../rehearsal/drills/choose-drills";
import { listRehearsals, stopRehearsals } from "../../rehearsal/registry/registry";
import { rehearse } from "../../rehearsal/rehearse";
import type { RehearsalReport } from "../../rehearsal/report/rehearsal-document";
import { requireStackName } from "../../stacks/definitions";
import { startProgress } from "../../toolchain/progress";
import { chosenStack } from "../chosen-stack";
import { exitCode } from "../exit-code";
import { count } from "../report/format";
import { renderRehearsalHtml } from "../report/rehearsal/rehearsal-html";
import { renderRehearsalMarkdown } from "../report/rehearsal/rehearsal-markdown";
import { renderRehearsal } from "../report/rehearsal/rehearsal-terminal";
import { stackArgument } from "../stack-argument";

interface Options {
  readonly json?: true;
  readonly markdown?: true;
  readonly html?: true;
  readonly drill?: readonly string[];
  readonly thorough?: true;
  readonly seed: number;
  readonly keep?: true;
  readonly list?: true;
  readonly stop?: true;
}

const examples = `
Everything runs on this machine, on the loopback interface: nothing of yours is touched, and neither Docker nor a cluster
is needed. The first run builds Kubernetes' own programs, which takes minutes.

Exit code: 0 the plan holds, 1 it does not or something is wrong that you can mend, 2 a fault in Berth.

Drills:
${drills.map(({ name, question, thorough = false }) => `  ${name.padEnd(28)}${question}${thorough ? " (--thorough)" : ""}`).join("\n")}

Examples:
  npm run rehearse homelab
  npm run rehearse homelab -- --drill scheduled-as-planned --keep
  npm run -s rehearse homelab -- --html > rehearsal.html
  npm run rehearse homelab -- --thorough
  npm run rehearse -- --list
  npm run rehearse -- --stop`;

export function defineRehearseCommand(): Command {
  return new Command("rehearse")
    .description("Bring a stack up on a real control plane with simulated nodes, and try whether its plan holds.")
    .addArgument(stackArgument())
    .addOption(
      new Option("--json", "print the report as JSON (schema/rehearsal.schema.json) and nothing else").conflicts(["markdown", "html"]),
    )
    .addOption(new Option("--markdown", "print the report as Markdown").conflicts("html"))
    .option("--html", "print the report as a page of its own")
    .option("--drill <name>", "run this drill only, after scheduled-as-planned (repeatable)", appended)
    .addOption(new Option("--thorough", "run the drills too that take long, or whose tools take minutes to build").conflicts("drill"))
    .addOption(new Option("--seed <n>", "draw what is random from this number").argParser(wholeNumber).default(1))
    .option("--keep", "leave the cluster running, and say how to reach it")
    .addOption(
      new Option("--list", "list the rehearsals that are running").conflicts([
        "stop",
        "keep",
        "json",
        "markdown",
        "html",
        "drill",
        "thorough",
      ]),
    )
    .addOption(
      new Option("--stop", "end every rehearsal that was kept, and what crashed ones left behind").conflicts([
        "keep",
        "json",
        "markdown",
        "html",
        "drill",
        "thorough",
      ]),
    )
    .addHelpText("after", examples)
    .action(async (named: string | undefined, options: Options) => {
      if (options.list === true) {
        process.stdout.write(listed());
        return;
      }
      if (options.stop === true) {
        const stopped = await stopRehearsals(process.env);
        process.stdout.write(`${count(stopped.length, "rehearsal")} ended\n`);
        return;
      }
      const stackName = chosenStack(named);
      requireStackName(stackName);
      const report = await run(stackName, options);
      process.exitCode = report.holds ? exitCode.fine : exitCode.userError;
    });
}

async function run(stackName: string, options: Options): Promise<RehearsalReport> {
  const { drill: names, thorough = false } = options;
  const chosen = chooseDrills({ thorough, ...(names === undefined ? {} : { names }) });
  const progress = startProgress({ title: `rehearsing ${stackName}`, stream: process.stderr });
  try {
    const { report, controlPlane } = await rehearse({
      projectDirectory: process.cwd(),
      stackName,
      drills: chosen,
      seed: options.seed,
      environment: process.env,
      stream: process.stderr,
      step: (text) => {
        progress.step(text);
      },
    });
    progress.done();
    process.stdout.write(rendered(report, options));
    if (options.keep === true) {
      controlPlane.keep();
      process.stderr.write(
        `the cluster goes on running:\n  export KUBECONFIG=${controlPlane.kubeconfigPath}\nuntil: npm run rehearse -- --stop\n`,
      );
    } else {
      await controlPlane.close();
    }
    return report;
  } finally {
    progress.done();
  }
}

function rendered(report: RehearsalReport, { json, markdown, html }: Options): string {
  if (json === true) {
    return `${JSON.stringify(report, null, 2)}\n`;
  }
  if (markdown === true) {
    return renderRehearsalMarkdown(report);
  }
  return html === true ? renderRehearsalHtml(report) : renderRehearsal(report);
}

function listed(): string {
  const lines = listRehearsals(process.env).map(
    ({ title, state, since, kubeconfigPath }) => `${title}  ${state} since ${since}  KUBECONFIG=${kubeconfigPath}`,
  );
  return lines.length === 0 ? "no rehearsal is running\n" : `${lines.join("\n")}\n`;
}

function appended(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

function wholeNumber(value: string): number {
  if (!/^\d{1,9}$/.test(value)) {
    throw new InvalidArgumentError("It must be a whole number from 0.");
  }
  return Number(value);
}
