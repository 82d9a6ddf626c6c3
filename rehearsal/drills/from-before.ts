import { goalName, type RequestsGoal } from "../../infra/goals/success-metrics";
import { UserError } from "../../infra/diagnostics/user-error";
import { leewayOf } from "../../infra/placement/emit/emit-placements";
import { loadSolver } from "../../infra/placement/exact/solver";
import { carryOutMoves } from "../../move/carry-out-moves";
import { readLiveCluster } from "../../move/live-cluster";
import { movingTarget, type MovingTarget, planLiveMoves } from "../../move/plan-live";
import { goalsOf } from "../../stacks/goals";
import { runDescheduler } from "../controllers/descheduler";
import { deschedulerPolicyOfCluster } from "../controllers/descheduler-policy-of-cluster";
import { evictionsOfLog } from "../controllers/evictions-of-log";
import { measureNodes } from "../observation/measured-nodes";
import { observePods } from "../../kubernetes-api/observed-pods";
import { deviations, foretold } from "../observation/placed-workloads";
import { watchBudgets } from "../observation/watch-budgets";
import { settle } from "../observation/settle";
import type { MeasuredNode } from "../report/rehearsal-document";
import { bringToBefore, notPutBack, ranBefore } from "../workloads/before-state";
import { beforeFindings, ranThen } from "./before-figures";
import { failure } from "./descheduler-rests";
import type { Drill, DrillContext, DrillFact, DrillFinding } from "./drill";
import { nightFindings, readLimits } from "./one-night";

/** Nothing has to be pulled or started: what is not there by then will not be. */
const stepLimitMilliseconds = 60_000;
const pollMilliseconds = 150;

/**
 * What a plan is for: from where everything ran before, one night of the descheduler and then the ordered steps of
 * `npm run move` bring every pod to where it is planned, and the stack's goals are met.
 */
export const fromBefore: Drill = {
  name: "from-before",
  question: "Does the way from where everything ran before lead to the plan, within all disruption budgets?",
  run: async (context) => {
    const { api, stack, plan, step } = context;
    if (!plan.workloads.some(({ moved }) => moved) || ranBefore(stack).length === 0) {
      const reason = "the plan moves nothing";
      return { outcome: "skipped", summary: reason, reason, findings: [], facts: [] };
    }
    const allowed = foretold(leewayOf(stack, plan));
    const rest = async (): Promise<unknown> => settle(api, { done: (pods) => deviations(plan, pods, allowed).length === 0 });
    const target = movingTarget(stack, await loadSolver());
    try {
      step("putting everything where it ran before");
      await bringToBefore(api, stack);
      const stayed = notPutBack(stack);
      const then = await observePods(api);
      const before = await measureNodes(api, ranThen(stack, then, stayed));
      const night = await oneNight(context, target);
      const way = await carriedOut(context, target);
      await rest();
      const now = await observePods(api);
      const after = await measureNodes(api, now);
      const findings = [
        ...beforeFindings(plan, ranThen(stack, then, stayed), stayed),
        ...night.findings,
        ...way.findings,
        ...deviations(plan, now, allowed),
        ...goalFindings(goalsOf(stack.name)?.requests ?? [], after),
      ];
      return {
        outcome: findings.length === 0 ? "held" : "broken",
        summary:
          findings.length === 0
            ? `${night.evicted} pods moved by the descheduler, ${way.pods} by ${way.steps} steps; every pod is where it is planned`
            : `${findings.length} things are not as they should be on the way from before`,
        findings,
        facts: [...before.map((node) => cpuFact(node, after)), ...night.facts],
      };
    } finally {
      await putBack(context);
      await rest();
    }
  },
};

interface Night {
  readonly evicted: number;
  readonly findings: readonly DrillFinding[];
  readonly facts: readonly DrillFact[];
}

/** One run of the descheduler by the stack's own policy: what it should, no more, and within its limits. */
async function oneNight({ api, controlPlane, environment, stream, step }: DrillContext, target: MovingTarget): Promise<Night> {
  const policy = await deschedulerPolicyOfCluster(api);
  if (policy === undefined) {
    return { evicted: 0, findings: [], facts: [{ label: "the descheduler's night", value: "the stack has no descheduler" }] };
  }
  step("one night of the descheduler");
  const before = await observePods(api);
  const { exitCode, log } = await runDescheduler({ controlPlane, environment, stream }, policy);
  const evictions = evictionsOfLog(log);
  const findings = [...failure(exitCode, log), ...nightFindings(target, before, evictions, readLimits(policy))];
  await settle(api, { done: (pods) => pods.length >= before.length && pods.every(({ ready, deleting }) => ready && !deleting) });
  const value = evictions.map(({ pod, node, plugin }) => `${pod} from ${node} (${plugin})`).join(", ");
  return { evicted: evictions.length, findings, facts: [{ label: "evicted by the descheduler", value: value === "" ? "nothing" : value }] };
}

interface Way {
  readonly steps: number;
  readonly pods: number;
  readonly findings: readonly DrillFinding[];
}

/** The ordered steps from what runs, as `npm run move` does them, with an eye on every budget meanwhile. */
async function carriedOut({ api, step }: DrillContext, target: MovingTarget): Promise<Way> {
  const { moves, mismatches } = planLiveMoves(target, await readLiveCluster(api));
  const steps = moves.steps.length;
  const pods = moves.steps.reduce((sum, each) => sum + each.pods, 0);
  const odd = mismatches.map(({ path, message, value }) => ({
    subject: path,
    message: `${message}${value === undefined ? "" : ` (found ${value})`}`,
  }));
  const budgets = watchBudgets(api);
  try {
    await carryOutMoves(moves, {
      api,
      target,
      limitMilliseconds: stepLimitMilliseconds,
      pollMilliseconds,
      onStep: ({ step: number, namespace, name }, state) => {
        if (state === "begins") {
          step(`step ${number} of ${steps}: ${namespace}/${name}`);
        }
      },
    });
  } catch (error) {
    if (!(error instanceof UserError)) {
      await budgets.stop();
      throw error;
    }
    odd.push(...error.findings.map(({ path, message }) => ({ subject: path, message })));
  }
  const broken = await budgets.stop();
  return {
    steps,
    pods,
    findings: [...odd, ...broken.map((subject) => ({ subject, message: "this disruption budget was not kept on the way" }))],
  };
}

function goalFindings(goals: readonly RequestsGoal[], nodes: readonly MeasuredNode[]): readonly DrillFinding[] {
  return goals.flatMap((goal): readonly DrillFinding[] => {
    const node = nodes.find(({ name }) => name === goal.node);
    const amounts = goal.resource === "cpu" ? node?.cpuMilli : node?.memoryMiB;
    const percent = amounts === undefined ? Number.NaN : (100 * amounts.requested) / amounts.allocatable;
    const met = goal.below === undefined ? percent > goal.above : percent < goal.below;
    return met ? [] : [{ subject: goal.node, message: `has ${percent.toFixed(1)} %; the goal is ${goalName(goal)}` }];
  });
}

/** `talos00: CPU requests`, `93 % → 48 %`. */
function cpuFact({ name, cpuMilli }: MeasuredNode, after: readonly MeasuredNode[]): DrillFact {
  const now = after.find((node) => node.name === name)?.cpuMilli ?? cpuMilli;
  return { label: `${name}: CPU requests`, value: `${percentOf(cpuMilli)} → ${percentOf(now)}` };
}

function percentOf({ allocatable, requested }: MeasuredNode["cpuMilli"]): string {
  return `${Math.round((100 * requested) / allocatable)} %`;
}

/** Whatever did not find its way is sent on it by force, so that the next drill finds the plan. */
async function putBack({ api, stack, plan }: DrillContext): Promise<void> {
  const allowed = foretold(leewayOf(stack, plan));
  const astray = new Set(deviations(plan, await observePods(api), allowed).map(({ subject }) => subject));
  const pods = (await observePods(api)).filter(({ namespace, name }) => astray.has(`${namespace}/${name}`));
  await Promise.all(
    pods.map(async ({ namespace, name }) => api.delete({ apiVersion: "v1", kind: "Pod", namespace, name }, { gracePeriodSeconds: 0 })),
  );
}
