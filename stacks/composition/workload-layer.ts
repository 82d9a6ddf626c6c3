import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { DisruptionBudget } from "../../components/governance/disruption-budget";
import { Kyverno, type KyvernoController, kyvernoControllers } from "../../components/governance/kyverno";
import { PlacementPolicy } from "../../components/governance/placement-policy";
import { TierPolicies } from "../../components/governance/tiers/tier-policies";
import { Keda } from "../../components/scaling/keda";
import { ScaledWorkload } from "../../components/scaling/scaled-workload";
import { VerticalPodAutoscaler } from "../../components/scaling/vertical-pod-autoscaler";
import { VerticallyScaledWorkload } from "../../components/scaling/vertically-scaled-workload";
import { Descheduler } from "../../components/scheduling/descheduler";
import { PriorityClasses } from "../../components/scheduling/priority-classes";
import { OwnedWorkload } from "../../components/scheduling/workload";
import { offVirtualNodes } from "../../infra/burst/federation/virtual-node";
import { namespacesWithoutKyverno } from "../../infra/placement/emit/namespaces-without-kyverno";
import { emitPlacements } from "../../infra/placement/emit/emit-placements";
import type { PodPlacement, PodPlacements } from "../../infra/placement/emit/pod-placement";
import type { Plan } from "../../infra/placement/plan-document";
import type { Stack } from "../../infra/stack/stack";
import type { Workload } from "../../infra/workloads/workload";
import { deschedulerSettings } from "./descheduler-settings";
import { verticalPodAutoscalerRequests } from "./vertical-pod-autoscaler-requests";

export interface WorkloadLayerArgs {
  readonly stack: Stack;
  readonly plan: Plan;
  readonly provider: kubernetes.Provider;
  /** What must be there before the first pod: the network, namespaces, storage, device plugins. Default: nothing. */
  readonly after?: readonly pulumi.Resource[];
  /** Namespaces that the descheduler leaves alone, whatever the reason. Default: none. */
  readonly undisturbedNamespaces?: readonly string[];
  /**
   * Makes what has to be there before pods that may burst, after what places them. Default: nothing.
   *
   * @returns What those pods wait for.
   */
  readonly beforeBursts?: (placed: readonly pulumi.Resource[]) => readonly pulumi.Resource[];
}

/**
 * What every cluster has once it takes workloads, in the order in which each part needs the one before: priorities,
 * Kyverno, the limits of tiers and the placement policies, KEDA and the VPA where anything is scaled, the workloads, and the descheduler last.
 *
 * @returns What has to be there before others deploy workloads: pods that are made earlier are not placed.
 */
export function deployWorkloadLayer({
  stack,
  plan,
  provider,
  after = [],
  undisturbedNamespaces,
  beforeBursts = () => [],
}: WorkloadLayerArgs): readonly pulumi.Resource[] {
  const { workloads } = stack;
  const placements = emitPlacements(stack, plan);

  const priorities = new PriorityClasses("priorities", { provider });
  const kyverno = new Kyverno(
    "kyverno",
    { placements: kyvernoPlacements(placements), ...priorityOf(placements, "kyverno/kyverno-admission-controller") },
    { provider, dependsOn: [...after, priorities] },
  );
  const tiers =
    stack.tiers === undefined
      ? []
      : [
          new TierPolicies(
            "tiers",
            { tiers: stack.tiers, namespacesMadeElsewhere: stack.namespaces.filter((each) => each.madeElsewhere).map(({ name }) => name) },
            { provider, dependsOn: kyverno },
          ),
        ];
  const policies = placedByPolicy(stack, placements).map(
    ({ workload, placement }) =>
      new PlacementPolicy(
        resourceName(workload),
        {
          workload,
          placement,
          neighbours: workloads.filter((other) => other.namespace === workload.namespace && other.id !== workload.id),
        },
        { provider, dependsOn: kyverno },
      ),
  );

  const beforeWorkloads = [...after, priorities, ...tiers, ...policies];
  const keda = workloads.some(({ scaling }) => scaling !== undefined)
    ? new Keda("keda", { workloads, ...priorityOf(placements, "keda/keda-operator") }, { provider, dependsOn: beforeWorkloads })
    : undefined;
  const vpa = workloads.some(({ verticalScaling }) => verticalScaling !== undefined)
    ? new VerticalPodAutoscaler(
        "vpa",
        { requests: verticalPodAutoscalerRequests(stack), ...priorityOf(placements, "vpa/vertical-pod-autoscaler-recommender") },
        { provider, dependsOn: beforeWorkloads },
      )
    : undefined;
  const beforeBursting = [...beforeWorkloads, ...beforeBursts(beforeWorkloads)];
  for (const workload of workloads) {
    const before = workload.burst === undefined ? beforeWorkloads : beforeBursting;
    deployWorkload(workload, placements.get(workload.id) ?? daemonPlacement(stack), {
      keda,
      vpa,
      provider,
      after,
      beforeWorkloads: before,
    });
  }

  new Descheduler(
    "descheduler",
    {
      kubernetesVersion: stack.hardware.kubernetesVersion,
      settings: deschedulerSettings(stack, undisturbedNamespaces),
      placement: placements.get("kube-system/descheduler"),
    },
    { provider, dependsOn: [...after] },
  );
  return beforeWorkloads;
}

/** Of what is on every node, and on no other cluster's. */
function daemonPlacement({ burst }: Stack): PodPlacement {
  return { labels: {}, ...(burst?.mode === "federation" ? { affinity: offVirtualNodes } : {}) };
}

interface Surroundings {
  readonly keda: Keda | undefined;
  readonly vpa: VerticalPodAutoscaler | undefined;
  readonly provider: kubernetes.Provider;
  readonly after: readonly pulumi.Resource[];
  readonly beforeWorkloads: readonly pulumi.Resource[];
}

/** What Berth deploys, it deploys whole; to what others deploy it adds a disruption budget and scaling. The VPA looks after either. */
function deployWorkload(workload: Workload, placement: PodPlacement, surroundings: Surroundings): void {
  const { keda, vpa, provider, after, beforeWorkloads } = surroundings;
  const name = resourceName(workload);
  if (workload.verticalScaling !== undefined && vpa !== undefined) {
    new VerticallyScaledWorkload(
      `${name}-vertical`,
      { target: { ...workload, verticalScaling: workload.verticalScaling } },
      { provider, dependsOn: vpa },
    );
  }
  if (workload.managedBy === "berth") {
    new OwnedWorkload(
      name,
      { workload, placement, ...(keda === undefined ? {} : { keda }) },
      { provider, dependsOn: [...beforeWorkloads] },
    );
    return;
  }
  if (workload.disruption !== undefined && workload.disruption !== "operator") {
    new DisruptionBudget(`${name}-budget`, { workload }, { provider, dependsOn: [...after] });
  }
  if (workload.scaling !== undefined && keda !== undefined) {
    new ScaledWorkload(`${name}-scaling`, { target: { ...workload, scaling: workload.scaling } }, { provider, dependsOn: keda });
  }
}

/** Everything that others deploy and that Kyverno gets to see. */
function placedByPolicy(
  { workloads }: Stack,
  placements: PodPlacements,
): readonly { readonly workload: Workload; readonly placement: PodPlacement }[] {
  return workloads.flatMap((workload) => {
    const placement = placements.get(workload.id);
    return workload.managedBy === "berth" || placement === undefined || namespacesWithoutKyverno.includes(workload.namespace)
      ? []
      : [{ workload, placement }];
  });
}

function kyvernoPlacements(placements: PodPlacements): Readonly<Partial<Record<KyvernoController, PodPlacement>>> {
  const known: Partial<Record<KyvernoController, PodPlacement>> = {};
  for (const controller of kyvernoControllers) {
    const placement = placements.get(`kyverno/kyverno-${controller}`);
    if (placement !== undefined) {
      known[controller] = placement;
    }
  }
  return known;
}

function priorityOf(placements: PodPlacements, id: string): { readonly priorityClassName?: string } {
  const name = placements.get(id)?.priorityClassName;
  return name === undefined ? {} : { priorityClassName: name };
}

function resourceName({ namespace, name }: Workload): string {
  return `${namespace}-${name}`;
}
