import { appendFileSync } from "node:fs";
import type { ScalingProposal } from "../../infra/autoscaling/scaling-document";
import { UserError } from "../../infra/diagnostics/user-error";
import type { Environment } from "../../toolchain/tool";

/**
 * Hands what later steps of a workflow need to them. None of the values can hold a line break: they are numbers, words of
 * ours and names of nodes.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#setting-an-output-parameter
 * @throws UserError outside of a workflow.
 */
export function writeGithubOutput(proposal: ScalingProposal, environment: Environment): void {
  const path = environment["GITHUB_OUTPUT"];
  if (path === undefined || path === "") {
    throw new UserError("there is no workflow to hand the values to", [
      {
        path: "--github-output",
        message: "writes to the file that $GITHUB_OUTPUT names, and it names none",
        fix: "leave it out, or use --json",
      },
    ]);
  }
  const { action, present, proposed, leaving } = proposal;
  const values = { action, present: present.nodes, nodes: proposed.nodes, leaving: leaving.join(" ") };
  appendFileSync(
    path,
    Object.entries(values)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(""),
  );
}
