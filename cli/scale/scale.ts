import type { NodeFleet } from "../../infra/autoscaling/fleet";
import { fleetOfStack } from "../../infra/autoscaling/fleet-of-stack";
import type { Load } from "../../infra/autoscaling/load";
import { proposeScaling, type ScalingRequest } from "../../infra/autoscaling/propose-scaling";
import type { ScalingProposal } from "../../infra/autoscaling/scaling-document";
import { UserError } from "../../infra/diagnostics/user-error";
import type { StackConfig } from "../../infra/stack/config";
import type { StackDefinition } from "../../infra/stack/definition";
import type { Environment } from "../../toolchain/tool";
import { exitCode } from "../exit-code";
import { renderScaling } from "../report/scaling-terminal";
import { emptyNodes, obstaclesInCluster } from "./empty-nodes";
import { writeGithubOutput } from "./github-output";
import { type Kubectl, KubectlFailure, requireKubectl } from "./kubectl";
import { readReplicas } from "./read-replicas";
import { writeNodeCount } from "./write-node-count";

export interface ScaleOptions {
  readonly up?: true;
  readonly down?: true;
  readonly nodes?: number;
  readonly from?: number;
  readonly at?: "normal" | "peak";
  readonly live?: true;
  readonly memoryPercent?: number;
  readonly cpuPercent?: number;
  readonly reason?: string;
  readonly drain?: true;
  readonly write?: true;
  readonly json?: true;
  readonly githubOutput?: true;
  readonly kubeconfig?: string;
}

/** What `npm run scale` does, with its surroundings given. */
export async function scale(
  definition: StackDefinition,
  config: StackConfig,
  options: ScaleOptions,
  environment: Environment,
  projectDirectory: string,
): Promise<number> {
  const request = requestOf(options);
  const fleet = fleetOfStack(definition, config);
  const kubectl = options.live === true || options.drain === true ? requireKubectl(environment, options.kubeconfig) : undefined;
  try {
    const load = await loadOf(fleet, options, kubectl);
    const proposal = await checkedInCluster(proposeScaling(fleet, request, load), options.drain === true ? kubectl : undefined);
    process.stdout.write(options.json === true ? `${JSON.stringify(proposal, null, 2)}\n` : renderScaling(proposal));
    if (options.githubOutput === true) {
      writeGithubOutput(proposal, environment);
    }
    if (proposal.action === "refused") {
      return exitCode.userError;
    }
    if (options.drain === true && kubectl !== undefined) {
      await emptyNodes(proposal, kubectl, tell);
    }
    if (options.write === true && proposal.proposed.nodes !== proposal.present.nodes) {
      writeNodeCount(projectDirectory, definition.name, proposal.proposed.nodes);
      tell(`Pulumi.${definition.name}.yaml: berth:nodes is ${proposal.proposed.nodes}`);
    }
    return exitCode.fine;
  } catch (error) {
    if (error instanceof KubectlFailure) {
      throw new UserError("the cluster cannot be asked", [{ path: "kubectl", message: error.message, fix: "see that it works by hand" }]);
    }
    throw error;
  }
}

function requestOf({ up, down, nodes, from, reason }: ScaleOptions): ScalingRequest {
  const about = { ...(from === undefined ? {} : { from }), ...(reason === undefined ? {} : { reason }) };
  if (nodes !== undefined) {
    return { nodes, ...about };
  }
  if (up === undefined && down === undefined) {
    throw new UserError("say what is wanted: --up, --down or --nodes NUMBER");
  }
  return { direction: up === true ? "up" : "down", ...about };
}

async function loadOf(
  fleet: NodeFleet,
  { at, memoryPercent, cpuPercent, live }: ScaleOptions,
  kubectl: Kubectl | undefined,
): Promise<Load> {
  const measured = {
    ...(memoryPercent === undefined ? {} : { memoryPercent }),
    ...(cpuPercent === undefined ? {} : { cpuPercent }),
  };
  const replicas =
    live === true && kubectl !== undefined ? { replicas: await readReplicas(kubectl, fleet.withNodes(fleet.presentNodes).workloads) } : {};
  return { scale: at ?? "normal", measured, ...replicas };
}

/** Refuses what the tables allow and the cluster does not. */
async function checkedInCluster(proposal: ScalingProposal, kubectl: Kubectl | undefined): Promise<ScalingProposal> {
  if (kubectl === undefined || proposal.action !== "scale-down") {
    return proposal;
  }
  const obstacles = await obstaclesInCluster(kubectl, proposal.leaving);
  return obstacles.length === 0 ? proposal : refusedBy(proposal, obstacles);
}

function refusedBy(proposal: ScalingProposal, obstacles: ScalingProposal["obstacles"]): ScalingProposal {
  return { ...proposal, action: "refused", proposed: proposal.present, leaving: [], drain: [], notSaved: [], obstacles };
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}
