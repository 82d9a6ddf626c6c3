import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../infra/diagnostics/user-error";
import type { MovePlan, MoveStep } from "../infra/placement/move-plan/move-document";
import type { ClusterApi } from "../kubernetes-api/cluster-api";
import { brokenBudgets, readLivePods } from "./live-cluster";
import { type LiveWorkload, matchPods } from "./live-workloads";
import type { MovingTarget } from "./plan-live";
import { evictPod, restartDeployment, startAgain, stopPods } from "./step-actions";
import { isSame } from "./mismatches";
import { isGood, wrongTurn } from "./whereabouts";

export interface CarryOutOptions {
  readonly api: ClusterApi;
  readonly target: MovingTarget;
  /** Number of the first step to carry out, from 1. Default 1. */
  readonly from?: number;
  /** How long the pods of a step may take until they are where they should be. Default 10 min. */
  readonly limitMilliseconds?: number;
  /** How often the cluster is asked. Default 1 s. */
  readonly pollMilliseconds?: number;
  /** Default: really waits. */
  readonly wait?: (milliseconds: number) => Promise<unknown>;
  /** Told of each step as it begins and ends. */
  readonly onStep?: (step: MoveStep, state: "begins" | "done") => void;
}

const defaultLimitMilliseconds = 600_000;

/**
 * Carries steps out, one after the other: pods are evicted, which asks their disruption budgets, or restarted by the
 * strategy of their Deployment. Each step ends when the new pods are ready on nodes that the plan has for them and every
 * disruption budget of the cluster holds. Stops at the first that does not end so.
 *
 * @throws UserError naming the step, with what is wrong and how to go on.
 */
export async function carryOutMoves({ steps }: Pick<MovePlan, "steps">, options: CarryOutOptions): Promise<void> {
  const { from = 1, onStep } = options;
  if (steps.length > 0 && (from < 1 || from > steps.length)) {
    throw new UserError(`there are ${steps.length} steps, and no step ${from}`);
  }
  for (const step of steps.slice(from - 1)) {
    onStep?.(step, "begins");
    const failure = await new StepRun(step, options).run();
    if (failure !== undefined) {
      throw new UserError(`step ${step.step} did not end as it should, and nothing after it was done`, [
        {
          path: `${step.namespace}/${step.name}`,
          message: failure,
          fix: "mend the cause and run it again: it goes on from what runs then",
        },
      ]);
    }
    onStep?.(step, "done");
  }
}

/** What a look at the cluster says of a step: undefined while it is to be waited for. */
type Verdict = "done" | { readonly failure: string } | undefined;

class StepRun {
  readonly #step: MoveStep;
  readonly #options: CarryOutOptions;

  constructor(step: MoveStep, options: CarryOutOptions) {
    this.#step = step;
    this.#options = options;
  }

  /** @returns what is wrong; undefined when it is done. */
  async run(): Promise<string | undefined> {
    const live = await this.#look();
    if (live.row.kind === "CronJob") {
      return undefined;
    }
    switch (this.#step.action) {
      case "move":
      case "restart":
        return this.#move(live);
      case "start":
        return this.#start(live);
      case "stop":
        return this.#stop(live);
    }
  }

  async #move(live: LiveWorkload): Promise<string | undefined> {
    const { pods, atOnce } = this.#step;
    const { row } = live;
    const candidates = this.#candidates(live);
    if (candidates.length === 0) {
      // They have gone there by themselves.
      return undefined;
    }
    // As the commands of the plan do: its own strategy may start the new pod before it stops the old.
    if (
      row.kind === "Deployment" &&
      row.managedBy !== "berth" &&
      !row.estimated &&
      pods === atOnce &&
      candidates.length === live.pods.length
    ) {
      const revisions = new Set(live.pods.map(({ labels }) => labels["pod-template-hash"] ?? ""));
      await restartDeployment(this.#options.api, row);
      return this.#await((now) => this.#restarted(now, revisions));
    }
    // Never one that has been evicted already: where the plan gives the scheduler leeway, it may be back.
    const names = candidates.slice(0, pods).map(({ name }) => name);
    for (let done = 0; done < names.length; done += atOnce) {
      const before = await this.#look();
      const lot = this.#candidates(before).filter(({ name }) => names.slice(done, done + atOnce).includes(name));
      for (const pod of lot) {
        const refused = await this.#retried(async () => evictPod(this.#options.api, pod));
        if (refused !== undefined) {
          return refused;
        }
      }
      const failure = await this.#await((now) => this.#replaced(before, now, lot.length));
      if (failure !== undefined) {
        return failure;
      }
    }
    return undefined;
  }

  /** Pods that the step is about. */
  #candidates({ row, pods }: LiveWorkload): LiveWorkload["pods"] {
    const { from, action } = this.#step;
    const here = pods.filter(({ node }) => node === from);
    return action === "restart" ? here.filter(({ requests }) => !isSame(requests, row.requests)) : here;
  }

  #restarted(now: LiveWorkload, revisions: ReadonlySet<string>): Verdict {
    const fresh = now.pods.filter(({ labels }) => !revisions.has(labels["pod-template-hash"] ?? ""));
    const astray = wrongTurn(fresh, this.#options.target, now.row);
    if (astray !== undefined) {
      return { failure: astray };
    }
    const ended = fresh.length === now.pods.length && now.leaving.length === 0;
    return ended && this.#good(now).length >= now.wanted ? "done" : undefined;
  }

  #replaced(before: LiveWorkload, now: LiveWorkload, evicted: number): Verdict {
    const known = new Set(before.pods.map(({ namespace, name, node = "" }) => `${namespace}/${name} ${node}`));
    const fresh = now.pods.filter(({ namespace, name, node = "" }) => !known.has(`${namespace}/${name} ${node}`));
    const astray = wrongTurn(fresh, this.#options.target, now.row);
    if (astray !== undefined) {
      return { failure: astray };
    }
    const wanted = Math.min(now.wanted, this.#good(before).length + (this.#step.action === "move" ? evicted : 0));
    return now.leaving.length === 0 && now.pods.length >= now.wanted && this.#good(now).length >= wanted ? "done" : undefined;
  }

  async #start(live: LiveWorkload): Promise<string | undefined> {
    const { pods, commands } = this.#step;
    if (commands.length > 0) {
      const failure = await startAgain(this.#options.api, live, pods);
      if (failure !== undefined) {
        return failure;
      }
    }
    const before = this.#good(live).length;
    return this.#await((now) => {
      const astray = wrongTurn(
        now.pods.filter(({ name }) => !live.pods.some((pod) => pod.name === name && pod.node !== undefined)),
        this.#options.target,
        now.row,
      );
      if (astray !== undefined) {
        return { failure: astray };
      }
      return this.#good(now).length >= Math.min(now.wanted, before + pods) ? "done" : undefined;
    });
  }

  async #stop(live: LiveWorkload): Promise<string | undefined> {
    const { pods, commands, from = "" } = this.#step;
    const failure = commands.length === 0 ? undefined : await stopPods(this.#options.api, live, { pods, node: from });
    const left = commands.length === 0 ? live.wanted : live.pods.length - pods;
    return failure ?? this.#await((now) => (now.leaving.length === 0 && now.pods.length <= left ? "done" : undefined));
  }

  #good({ row, pods }: LiveWorkload): LiveWorkload["pods"] {
    return pods.filter((pod) => isGood(pod, this.#options.target, row));
  }

  async #look(): Promise<LiveWorkload> {
    const { api, target } = this.#options;
    const { namespace, name } = this.#step;
    const live = matchPods(target.stack.workloads, await readLivePods(api, namespace)).workloads.get(`${namespace}/${name}`);
    if (live === undefined) {
      throw new Error(`step ${this.#step.step} is about ${namespace}/${name}, which is no row of the tables`);
    }
    return live;
  }

  /** Asks until it is allowed. @returns why it was not, at the end. */
  async #retried(attempt: () => Promise<string | undefined>): Promise<string | undefined> {
    const { pollMilliseconds = 1000, limitMilliseconds = defaultLimitMilliseconds, wait = sleep } = this.#options;
    for (let waited = 0; ; waited += pollMilliseconds) {
      const refused = await attempt();
      if (refused === undefined || waited >= limitMilliseconds) {
        return refused;
      }
      await wait(pollMilliseconds);
    }
  }

  async #await(judge: (now: LiveWorkload) => Verdict): Promise<string | undefined> {
    const { api, pollMilliseconds = 1000, limitMilliseconds = defaultLimitMilliseconds, wait = sleep } = this.#options;
    for (let waited = 0; ; waited += pollMilliseconds) {
      const now = await this.#look();
      const verdict = judge(now);
      if (typeof verdict === "object") {
        return verdict.failure;
      }
      const broken = verdict === "done" ? await brokenBudgets(api) : [];
      if (verdict === "done" && broken.length === 0) {
        return undefined;
      }
      if (waited >= limitMilliseconds) {
        return `after ${Math.round(limitMilliseconds / 1000)} s, ${this.#missing(now, broken)}`;
      }
      await wait(pollMilliseconds);
    }
  }

  #missing({ row, pods, leaving, wanted }: LiveWorkload, broken: readonly string[]): string {
    const pending = pods.find(({ node }) => node === undefined);
    if (pending !== undefined) {
      return `pod ${pending.name} has no node: ${pending.unschedulable ?? "the scheduler has not looked at it"}`;
    }
    if (broken.length > 0) {
      return `disruption budgets are not kept: ${broken.join(", ")}`;
    }
    const [ending] = leaving;
    if (ending !== undefined) {
      return `pod ${ending.name} does not end`;
    }
    const unready = pods.find(({ ready }) => !ready);
    if (unready !== undefined) {
      return `pod ${unready.name} is not ready`;
    }
    return wrongTurn(pods, this.#options.target, row) ?? `it has ${pods.length} of ${wanted} pods`;
  }
}
