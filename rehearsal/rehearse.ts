import type { EngineResult } from "../engine/preview-result";
import { openRehearsal, type RehearsedStack } from "../engine/rehearsal";
import { rehearsalConfiguration } from "../engine/rehearsal-configuration";
import { UserError } from "../infra/diagnostics/user-error";
import { emitPlacements, leewayOf } from "../infra/placement/emit/emit-placements";
import type { Plan } from "../infra/placement/plan-document";
import type { Stack } from "../infra/stack/stack";
import { packConfigurationOf } from "../policies/configuration";
import { prepareStack } from "../stacks/prepare";
import type { ProgressStream } from "../toolchain/progress";
import type { Environment } from "../toolchain/tool";
import type { ClusterApi } from "../kubernetes-api/cluster-api";
import type { ControlPlane } from "./control-plane/control-plane";
import { startControlPlane } from "./control-plane/start-control-plane";
import type { Drill, DrillContext } from "./drills/drill";
import { createNodes } from "./nodes/create-nodes";
import { measureNodes } from "./observation/measured-nodes";
import { watchMemory } from "./observation/memory";
import { observePods } from "../kubernetes-api/observed-pods";
import { placedWorkloads } from "./observation/placed-workloads";
import { chartsOfModules } from "./providers/kubernetes/releases/module-charts";
import { playedWorkloads } from "./providers/kubernetes/releases/played-workloads";
import { type DrillReport, type RehearsalReport, rehearsalVersion } from "./report/rehearsal-document";
import { Stopwatch } from "./report/stopwatch";
import { standInsOf } from "./report/stand-ins-of";
import { startProvisioner } from "./storage/provision-volumes";
import { applyAdmissionPolicies } from "./workloads/apply-admission-policies";
import { playExternalWorkloads, startRuns } from "./workloads/play-external-workloads";
import { waitForPriorityClasses } from "./workloads/wait-for-priority-classes";

export interface RehearseOptions {
  /** Folder of Pulumi.yaml. */
  readonly projectDirectory: string;
  readonly stackName: string;
  /** In the order in which they are to be run. */
  readonly drills: readonly Drill[];
  /** For what is drawn at random. */
  readonly seed: number;
  readonly environment: Environment;
  /** Where builds of tools say how far they are. */
  readonly stream: ProgressStream;
  /** Says in one line what is being done now. */
  readonly step: (text: string) => void;
  /** Told of each drill as it ends. */
  readonly onDrill?: (report: DrillReport) => void;
  /** Done to the cluster when its nodes are there and nothing else is, for tests. Default: nothing. */
  readonly tamper?: (api: ClusterApi) => Promise<void>;
}

export interface Rehearsal {
  readonly report: RehearsalReport;
  /** Still running: to be closed, or kept. */
  readonly controlPlane: ControlPlane;
}

/**
 * Brings a stack up on a control plane of real Kubernetes components with a simulated node for each of its machines, and
 * runs drills on it.
 *
 * @throws UserError as `prepareStack` does, when a tool has to be built and cannot be, or when the stack does not come up.
 */
export async function rehearse(options: RehearseOptions): Promise<Rehearsal> {
  const { projectDirectory, stackName, environment, stream, step } = options;
  const memory = watchMemory();
  const watch = new Stopwatch();
  const configuration = rehearsalConfiguration(projectDirectory, stackName);
  try {
    step("planning");
    const { stack, plan } = await watch.time("plan", async () => prepareStack(stackName, configuration.config));
    step("starting the control plane");
    const controlPlane = await watch.time("control plane", async () => startControlPlane({ title: stackName, environment, stream }));
    try {
      const { api } = controlPlane;
      await watch.time("nodes", async () => {
        await createNodes(api, stack);
        await options.tamper?.(api);
      });
      const engine = await openRehearsal({
        projectDirectory,
        stackName,
        configuration,
        api,
        charts: chartsOfModules({ environment, kubernetesVersion: controlPlane.kubernetesVersion, stream }),
        policies: packConfigurationOf(stack),
        environment,
        stream,
        onProgress: ({ state, name }) => {
          if (state === "began") {
            step(`bringing the stack up: ${name}`);
          }
        },
      });
      const provisioner = startProvisioner(api);
      try {
        requireFine(await watch.time("preview", async () => engine.preview()), stackName);
        const resources = await watch.time("up", async () => bringUp(engine, api, stack, plan));
        const reports = await runDrills(options, watch, { stack, plan, controlPlane, api, environment, stream, seed: options.seed, step });
        const pods = await observePods(api);
        const report: RehearsalReport = {
          version: rehearsalVersion,
          stack: stackName,
          holds: reports.every(({ outcome }) => outcome !== "broken"),
          kubernetesVersion: controlPlane.kubernetesVersion,
          seed: options.seed,
          resources,
          nodes: await measureNodes(api, pods),
          workloads: placedWorkloads(plan, pods, leewayOf(stack, plan)),
          drills: reports,
          standIns: standInsOf(engine),
          phases: watch.phases(),
          peakMemoryMiB: memory.peakMiB(),
        };
        return { report, controlPlane };
      } finally {
        await provisioner.stop();
        await engine.close();
      }
    } catch (error) {
      await controlPlane.close();
      throw error;
    }
  } finally {
    memory.stop();
    configuration.remove();
  }
}

/**
 * Brings the stack up and, as soon as its priorities are there, all that others deploy: as on a real cluster, where both
 * happen at once and each waits for what it needs of the other.
 *
 * @returns how many resources there are.
 */
async function bringUp(engine: RehearsedStack, api: ClusterApi, stack: Stack, plan: Plan): Promise<number> {
  const ended = new AbortController();
  const others = { ...stack, workloads: playedWorkloads(stack.workloads, engine.renderedObjects()) };
  const played = (async () => {
    await waitForPriorityClasses(api, stack, ended.signal);
    await applyAdmissionPolicies(api, others, emitPlacements(stack, plan));
    await playExternalWorkloads(api, others);
  })();
  const up = engine.up().finally(() => {
    ended.abort();
  });
  const [result] = await Promise.all([up, played]);
  requireFine(result, stack.name);
  await startRuns(api, stack);
  return Object.values(result.counts).reduce((sum, count) => sum + count, 0);
}

/** @throws UserError with everything that the engine, a provider or a policy has against the stack. */
function requireFine({ outcome, diagnostics, violations }: EngineResult, stackName: string): void {
  if (outcome !== "fine") {
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    throw new UserError(`stack "${stackName}" does not come up`, [
      ...errors.map(({ urn, message }) => ({ path: urn === undefined ? "pulumi" : nameOf(urn), message })),
      ...violations.filter(({ enforcement }) => enforcement === "mandatory").map(({ policy, message }) => ({ path: policy, message })),
    ]);
  }
}

function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

async function runDrills(
  { drills, step, onDrill }: RehearseOptions,
  watch: Stopwatch,
  context: DrillContext,
): Promise<readonly DrillReport[]> {
  const reports: DrillReport[] = [];
  for (const drill of drills) {
    const { name, question } = drill;
    const say = (text: string): void => {
      step(`drill ${name}: ${text}`);
    };
    step(`drill ${name}`);
    const began = performance.now();
    const result = await watch.time("drills", async () => drill.run({ ...context, step: say }));
    const report = { name, question, ...result, seconds: Math.round(performance.now() - began) / 1000 };
    reports.push(report);
    onDrill?.(report);
  }
  return reports;
}
