import { leewayOf } from "../../infra/placement/emit/emit-placements";
import type { ClusterApi } from "../../kubernetes-api/cluster-api";
import { type Scalable, scalables, setReplicas } from "../../kubernetes-api/replicas";
import { startKeda } from "../controllers/keda";
import { forgetKeda } from "../keda/forget-keda";
import {
  autoscalersOf,
  hasTrigger,
  listScaledObjects,
  notReady,
  type ScaledObject,
  targetOf,
  unanswered,
  wantedPods,
} from "../keda/scaled-objects";
import { quickened, type CronWindow } from "../keda/quickened";
import { type MetricsServer, startMetricsServer } from "../metrics/metrics-server";
import { deviations, foretold } from "../observation/placed-workloads";
import { settle } from "../observation/settle";
import { untilNothingLeft } from "../observation/until-nothing-left";
import type { Drill, DrillContext, DrillFact, DrillFinding } from "./drill";

/** Above every threshold that a trigger may have. */
const busy = 1_000_000;

/** Horizontal autoscalers add at most four pods, or as many as there are, in 15 s. */
const scalingMilliseconds = 120_000;

/**
 * KEDA's own operator takes the stack's ScaledObjects as they were applied. Then its triggers go off and end, one kind
 * after the other: the workloads start, are scaled as far as the trigger says, and stop again. The operator's requests to
 * Prometheus reach a server of one number. It asks every second meanwhile, and windows of time are opened and closed around
 * now; both are put back.
 *
 * KEDA itself only starts and stops workloads. How many pods there are above one is for the horizontal autoscalers to
 * decide, which ask KEDA's API of metrics through the API server.
 */
export const scaledByKeda: Drill = {
  name: "scaled-by-keda",
  question: "Does KEDA take the stack's ScaledObjects, and start, scale and stop their workloads?",
  thorough: true,
  run: async (context) => {
    const { api, controlPlane, environment, stream, stack, plan, step } = context;
    const objects = await listScaledObjects(api);
    if (objects.length === 0) {
      const reason = "the stack has no ScaledObject";
      return { outcome: "skipped", summary: reason, reason, findings: [], facts: [] };
    }
    const before = (await scalables(api)).filter((scalable) => objects.some((object) => sameTarget(object, scalable)));
    const metrics = await startMetricsServer();
    const findings: DrillFinding[] = [];
    const facts: DrillFact[] = [];
    try {
      step("starting KEDA");
      const keda = await startKeda({ controlPlane, environment, stream }, { httpProxy: metrics.address });
      try {
        step(`KEDA takes ${objects.length} ScaledObjects`);
        findings.push(...(await taken(api, objects)));
        facts.push(...takenFacts(objects), ...(await startAndStop(context, objects, metrics, findings)));
      } finally {
        await keda.stop();
      }
    } finally {
      step("putting everything back");
      await forgetKeda(api, objects);
      await metrics.close();
      await Promise.all(before.map(async (scalable) => setReplicas(api, scalable, scalable.replicas)));
    }
    const allowed = foretold(leewayOf(stack, plan));
    const { pods } = await settle(api, { done: (seen) => deviations(plan, seen, allowed).length === 0 });
    findings.push(...deviations(plan, pods, allowed).map((finding) => ({ ...finding, message: `${finding.message} (after KEDA)` })));
    return {
      outcome: findings.length === 0 ? "held" : "broken",
      summary:
        findings.length === 0
          ? `${objects.length} ScaledObjects taken; triggers start, scale and stop their workloads`
          : `${findings.length} things about KEDA are not as they should be`,
      findings,
      facts,
    };
  },
};

/** Waits until KEDA is ready for every object whose triggers can be answered here, and has made their autoscalers. */
async function taken(api: ClusterApi, objects: readonly ScaledObject[]): Promise<readonly DrillFinding[]> {
  const answered = objects.filter((object) => unanswered(object).length === 0);
  const wrong = async (): Promise<readonly DrillFinding[]> => [
    ...notReady(answered, await listScaledObjects(api)),
    ...(await autoscalersOf(api, objects)),
  ];
  return untilNothingLeft(wrong);
}

function takenFacts(objects: readonly ScaledObject[]): readonly DrillFact[] {
  const without = objects.filter((object) => unanswered(object).length > 0);
  return [
    { label: "ScaledObjects that KEDA is ready for", value: `${objects.length - without.length} of ${objects.length}` },
    ...without.map((object) => ({
      label: `${object.metadata.namespace}/${object.metadata.name}`,
      value: `nothing here answers its trigger: ${unanswered(object).join(", ")}`,
    })),
    {
      label: "Prometheus of the triggers",
      value: "a server of one number on the loopback interface answers in its place, as KEDA's HTTP proxy",
    },
  ];
}

/** Triggers that can be made to go off here. */
const kinds = ["prometheus", "cron"] as const;

async function startAndStop(
  { api, step }: DrillContext,
  objects: readonly ScaledObject[],
  metrics: MetricsServer,
  findings: DrillFinding[],
): Promise<readonly DrillFact[]> {
  const answered = objects.filter((object) => unanswered(object).length === 0);
  const stoppable = answered.filter((object) => object.spec.minReplicaCount === 0);
  const set = async (window: CronWindow, value: number): Promise<void> => {
    metrics.answer(value);
    await Promise.all(answered.map(async (object) => quickened(api, object, window)));
  };
  /** @returns after how many seconds. */
  const until = async (wrong: (seen: readonly Scalable[]) => readonly DrillFinding[]): Promise<number> => {
    const began = performance.now();
    findings.push(...(await untilNothingLeft(async () => wrong(await scalables(api)), { timeoutMilliseconds: scalingMilliseconds })));
    return (performance.now() - began) / 1000;
  };
  step("no trigger is active");
  await set("closed", 0);
  await until((seen) => stillRunning(stoppable, seen));
  const facts: DrillFact[] = [];
  for (const kind of kinds) {
    const own = answered.filter((object) => hasTrigger(object, kind));
    if (own.length === 0) {
      facts.push({ label: `started, scaled and stopped by ${kind}`, value: "no workload has such a trigger" });
      continue;
    }
    step(`${kind} triggers scale ${own.length} workloads`);
    await set(kind === "cron" ? "open" : "closed", kind === "prometheus" ? busy : 0);
    const scaled = await until((seen) => tooFewPods(own, kind, seen));
    const toStop = own.filter((object) => stoppable.includes(object));
    step(`${kind} triggers stop ${toStop.length} workloads`);
    await set("closed", 0);
    const stopped = await until((seen) => stillRunning(toStop, seen));
    facts.push({
      label: `started, scaled and stopped by ${kind}`,
      value:
        `${own.map((object) => `${object.metadata.name} to ${wantedPods(object, kind)}`).join(", ")}: after ${scaled.toFixed(1)} s` +
        (toStop.length === 0 ? "; none of them may stop" : `; ${toStop.length} of them stopped after ${stopped.toFixed(1)} s`),
    });
  }
  return facts;
}

function tooFewPods(objects: readonly ScaledObject[], kind: (typeof kinds)[number], seen: readonly Scalable[]): readonly DrillFinding[] {
  return objects.flatMap((object): readonly DrillFinding[] => {
    const replicas = replicasOf(object, seen);
    const wanted = wantedPods(object, kind);
    // Another trigger may have asked for more before: autoscalers wait for minutes before they take pods away.
    return replicas !== undefined && replicas >= wanted
      ? []
      : [{ subject: targetOf(object), message: `has ${replicas ?? "no number of"} pods although its ${kind} trigger asks for ${wanted}` }];
  });
}

function stillRunning(objects: readonly ScaledObject[], seen: readonly Scalable[]): readonly DrillFinding[] {
  return objects.flatMap((object): readonly DrillFinding[] => {
    const replicas = replicasOf(object, seen);
    return replicas === 0
      ? []
      : [{ subject: targetOf(object), message: `has ${replicas ?? "no number of"} pods although none of its triggers is active` }];
  });
}

function replicasOf(object: ScaledObject, seen: readonly Scalable[]): number | undefined {
  return seen.find((scalable) => sameTarget(object, scalable))?.replicas;
}

function sameTarget(object: ScaledObject, { kind, namespace, name }: Scalable): boolean {
  const { scaleTargetRef } = object.spec;
  return scaleTargetRef.kind === kind && scaleTargetRef.name === name && object.metadata.namespace === namespace;
}
