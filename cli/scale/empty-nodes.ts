import { liveObstacles } from "../../infra/autoscaling/live-node";
import type { DrainStep, Obstacle, ScalingProposal } from "../../infra/autoscaling/scaling-document";
import { UserError } from "../../infra/diagnostics/user-error";
import { type Kubectl, KubectlFailure } from "./kubectl";
import { readLiveNode } from "./read-live-node";

/** What the cluster itself says against the nodes of a proposal going; nothing for those that are gone already. */
export async function obstaclesInCluster(kubectl: Kubectl, leaving: readonly string[]): Promise<readonly Obstacle[]> {
  const found: Obstacle[] = [];
  for (const name of leaving) {
    const node = await readLiveNode(kubectl, name, leaving);
    found.push(...(node === undefined ? [] : liveObstacles(node)));
  }
  return found;
}

/**
 * Empties the nodes that go, one after the other, each looked at again just before. Stops at the first failure and lets
 * the node that it happened to take pods again.
 *
 * @throws UserError that says what failed, what has been done and how to go on.
 */
export async function emptyNodes(
  { leaving, drain }: Pick<ScalingProposal, "leaving" | "drain">,
  kubectl: Kubectl,
  tell: (line: string) => void,
): Promise<void> {
  const done: string[] = [];
  for (const name of leaving) {
    const node = await readLiveNode(kubectl, name, leaving);
    if (node === undefined) {
      tell(`${name}: the cluster has no such node any more`);
      continue;
    }
    const obstacles = liveObstacles(node);
    if (obstacles.length > 0) {
      throw stopped(name, done, obstacles.map(({ subject, because }) => `${subject} ${because}`).join("; "));
    }
    await emptyNode(
      name,
      drain.filter((step) => step.node === name),
      kubectl,
      tell,
      done,
    );
    done.push(name);
  }
}

async function emptyNode(
  name: string,
  steps: readonly DrainStep[],
  kubectl: Kubectl,
  tell: (line: string) => void,
  done: readonly string[],
): Promise<void> {
  try {
    for (const { command } of steps) {
      tell(`$ ${command.join(" ")}`);
      await kubectl.run(command.slice(1));
    }
  } catch (error) {
    if (!(error instanceof KubectlFailure)) {
      throw error;
    }
    const undo = ["uncordon", name];
    tell(`$ kubectl ${undo.join(" ")}`);
    const undone = await kubectl.run(undo).then(
      () => "it takes pods again",
      (failure: unknown) => `and it could not be made to take pods again (${failure instanceof Error ? failure.message : String(failure)})`,
    );
    throw stopped(name, done, `${error.message}; ${undone}`);
  }
}

function stopped(name: string, done: readonly string[], reason: string): UserError {
  const before =
    done.length === 0
      ? []
      : [
          {
            path: done.join(", "),
            message: done.length === 1 ? "has been emptied and deleted before" : "have been emptied and deleted before",
            fix: "scale down to the number that is left, or have them join again: systemctl restart k3s-agent on each",
          },
        ];
  return new UserError("emptying the nodes stopped; nothing was cancelled", [
    { path: name, message: reason, fix: "mend it and run the same command again" },
    ...before,
  ]);
}
