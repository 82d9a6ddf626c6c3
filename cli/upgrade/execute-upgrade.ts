import { UserError } from "../../infra/diagnostics/user-error";
import { compareReleases } from "../../infra/talos/upgrade/check-upgrade";
import type { UpgradePlan, UpgradeStep } from "../../infra/talos/upgrade/upgrade-document";
import { CommandFailure, type CommandRunner } from "./command-runner";
import { readTalosVersion } from "./read-nodes";

export interface Execution {
  readonly runner: CommandRunner;
  /** Whether a step may be carried out. */
  readonly confirm: (step: UpgradeStep) => Promise<boolean>;
  readonly tell: (line: string) => void;
}

/**
 * Carries an upgrade out, step by step.
 *
 * @returns Whether all of it was done; false when a step was declined.
 * @throws UserError for the first command that fails, or a node that comes back with another version.
 */
export async function executeUpgrade(plan: UpgradePlan, { runner, confirm, tell }: Execution): Promise<boolean> {
  for (const step of plan.steps) {
    if (!(await confirm(step))) {
      tell(`stopped before step ${step.step}; the same command goes on from here`);
      return false;
    }
    try {
      for (const command of step.commands) {
        tell(`$ ${command.join(" ")}`);
        await runner.run(command);
      }
      await requireVersion(plan, step, runner);
    } catch (error) {
      throw error instanceof CommandFailure ? stopped(plan, step, error) : error;
    }
  }
  return true;
}

/** A machine that does not start with the new version goes back to the old one by itself, and looks well. */
async function requireVersion({ nodes, target }: UpgradePlan, step: UpgradeStep, runner: CommandRunner): Promise<void> {
  const node = step.action === "upgrade-talos" ? nodes.find(({ name }) => name === step.node) : undefined;
  if (node === undefined) {
    return;
  }
  const runs = await readTalosVersion(runner, node.address);
  if (compareReleases(runs, target.talos) !== 0) {
    throw new CommandFailure(
      ["talosctl", "version", "--nodes", node.address],
      `the machine runs ${runs} and not ${target.talos}: it went back, because the new version did not start`,
    );
  }
}

function stopped({ stack, steps }: UpgradePlan, step: UpgradeStep, failure: CommandFailure): UserError {
  const left = steps.length - step.step;
  return new UserError(`the upgrade of "${stack}" stopped at step ${step.step} of ${steps.length}`, [
    {
      path: step.node ?? "cluster",
      message: `${failure.command.join(" ")}: ${failure.reason}`,
      fix: `mend it and run the same command again: it goes on with what is left${left === 0 ? "" : ` (${left} more ${left === 1 ? "step" : "steps"})`}${step.action === "upgrade-talos" ? `; to give up, kubectl uncordon ${step.node ?? ""}` : ""}`,
    },
  ]);
}
