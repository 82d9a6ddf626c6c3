import { Command, InvalidArgumentError } from "commander";
import { UserError } from "../../infra/diagnostics/user-error";
import { loadSolver } from "../../infra/placement/exact/solver";
import type { MovePlan } from "../../infra/placement/move-plan/move-document";
import { defaultKubeconfig, readKubeconfig } from "../../kubernetes-api/kubeconfig";
import { carryOutMoves } from "../../move/carry-out-moves";
import { constraintFindings } from "../../move/constraints-applied";
import { readLiveCluster } from "../../move/live-cluster";
import { matchPods } from "../../move/live-workloads";
import { movingTarget, planLiveMoves } from "../../move/plan-live";
import { ApiError, type ClusterApi } from "../../kubernetes-api/cluster-api";
import { connectCluster } from "../../kubernetes-api/connect-cluster";
import { prepareStack } from "../../stacks/prepare";
import { chosenStack } from "../chosen-stack";
import { stepTitle } from "../report/moves";
import { renderMoves } from "../report/moves-terminal";
import { stackArgument } from "../stack-argument";
import { readStackConfigFile } from "../stack-config-file";

interface Options {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly apply?: true;
  readonly from: number;
  readonly json?: true;
}

const examples = `
Without --apply it reads the cluster and prints the steps that are left; nothing is changed. With it, they are carried out
one after the other, each waited for; run again after it stopped, it goes on from what runs then.

Exit code: 0 printed or all done, 1 the cluster is not what the tables say or a step did not end well, 2 a fault in Berth.

Examples:
  npm run move homelab -- --kubeconfig kubeconfig
  npm run move homelab -- --kubeconfig kubeconfig --apply
  npm run -s move homelab -- --json | jq '.steps | length'`;

export function defineMoveCommand(): Command {
  return new Command("move")
    .description("Bring the pods of a live cluster to where the plan has them, in order and within their disruption budgets.")
    .addArgument(stackArgument())
    .option("--kubeconfig <file>", "how to reach the cluster; default: KUBECONFIG, then ~/.kube/config")
    .option("--context <name>", "which context of the kubeconfig; default: its current one")
    .option("--apply", "carry the steps out")
    .option("--from <step>", "the step to begin with; those before it are left out", wholeNumber, 1)
    .option("--json", "print the steps as JSON (schema/moves.schema.json) and nothing else")
    .addHelpText("after", examples)
    .action(async (named: string | undefined, options: Options) => {
      const connection = readKubeconfig(options.kubeconfig ?? defaultKubeconfig(process.env), options.context);
      tell(`reading ${connection.server} (context ${connection.contextName})`);
      const api = connectCluster(connection, { fieldManager: "berth-move" });
      try {
        await move(chosenStack(named), api, options);
      } catch (error) {
        throw error instanceof ApiError ? new UserError(`the cluster cannot be worked with: ${error.message}`) : error;
      } finally {
        api.close();
      }
    });
}

async function move(stackName: string, api: ClusterApi, { apply, from, json }: Options): Promise<void> {
  const { stack } = await prepareStack(stackName, readStackConfigFile(process.cwd(), stackName));
  const target = movingTarget(stack, await loadSolver());
  const cluster = await readLiveCluster(api);
  const { moves, mismatches } = planLiveMoves(target, cluster);
  process.stdout.write(json === true ? `${JSON.stringify(moves, null, 2)}\n` : renderMoves(moves));
  const findings =
    mismatches.length > 0 ? mismatches : await constraintFindings(api, target, cluster, matchPods(stack.workloads, cluster), moves);
  if (findings.length > 0) {
    throw new UserError(`the cluster is not ready to be moved by the tables of stack "${stackName}"`, findings);
  }
  if (apply === true) {
    await carryOutMoves(moves, {
      api,
      target,
      from,
      onStep: (step, state) => {
        tellStep(moves, step, state);
      },
    });
    requireAllDone(moves);
    tell(moves.steps.length === 0 ? "nothing had to be moved" : "done: every pod is where the plan has it");
  }
}

function tellStep({ steps }: MovePlan, step: MovePlan["steps"][number], state: "begins" | "done"): void {
  tell(`${step.step}/${steps.length}  ${stepTitle(step)}${state === "done" ? ": done" : ""}`);
}

/** @throws UserError naming what no order of steps could do. */
function requireAllDone({ blocked }: MovePlan): void {
  if (blocked.length > 0) {
    throw new UserError(
      "the steps are done, and this is left",
      blocked.map(({ namespace, name, because }) => ({ path: `${namespace}/${name}`, message: because })),
    );
  }
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

function wholeNumber(value: string): number {
  if (!/^[1-9]\d{0,5}$/.test(value)) {
    throw new InvalidArgumentError("It must be the number of a step.");
  }
  return Number(value);
}
