import type * as pulumi from "@pulumi/pulumi";
import { DisruptionBudget } from "../../components/governance/disruption-budget";
import { Kyverno, type KyvernoController, kyvernoControllers, namespacesWithoutKyverno } from "../../components/governance/kyverno";
import { PlacementPolicy } from "../../components/governance/placement-policy";
import { TalosCluster } from "../../components/os/talos-cluster";
import { readTalosDocuments } from "../../components/os/talos-documents";
import { Keda } from "../../components/scaling/keda";
import { ScaledWorkload } from "../../components/scaling/scaled-workload";
import { Descheduler } from "../../components/scheduling/descheduler";
import type { DeschedulerSettings } from "../../components/scheduling/descheduler-policy";
import { PriorityClasses } from "../../components/scheduling/priority-classes";
import { OwnedWorkload } from "../../components/scheduling/workload";
import { emitPlacements } from "../../infra/placement/emit/emit-placements";
import type { PodPlacement, PodPlacements } from "../../infra/placement/emit/pod-placement";
import type { Plan } from "../../infra/placement/plan-document";
import type { Stack } from "../../infra/stack/stack";
import type { Workload } from "../../infra/workloads/workload";
import type { Deploy } from "../programs";
import { machineDocuments } from "./machine-documents";

/**
 * The homelab, in the order in which each part needs the one before: machines and their labels, the cluster's
 * provider, priorities, Kyverno and the placement policies, KEDA, the workloads, and the descheduler last.
 */
export const deploy: Deploy = ({ stack, plan, config }) => {
  const { hardware, workloads } = stack;
  const placements = emitPlacements(stack, plan);
  const cluster = new TalosCluster(stack.name, {
    hardware,
    commonDocuments: machineDocuments,
    ...(config.talosSecretsFile === undefined ? {} : { secretsFile: config.talosSecretsFile }),
    ...(config.talosDocuments === undefined ? {} : { documents: readTalosDocuments(config.talosDocuments, hardware.machines) }),
  });
  const inCluster = { provider: cluster.kubernetesProvider };

  const priorities = new PriorityClasses("priorities", inCluster);
  const kyverno = new Kyverno(
    "kyverno",
    { placements: kyvernoPlacements(placements), ...priorityOf(placements, "kyverno/kyverno-admission-controller") },
    { ...inCluster, dependsOn: priorities },
  );
  const policies = placedByPolicy(stack, placements).map(
    ({ workload, placement }) =>
      new PlacementPolicy(
        resourceName(workload),
        {
          workload,
          placement,
          neighbours: workloads.filter((other) => other.namespace === workload.namespace && other.id !== workload.id),
        },
        { ...inCluster, dependsOn: kyverno },
      ),
  );

  const keda = new Keda(
    "keda",
    { workloads, ...priorityOf(placements, "keda/keda-operator") },
    { ...inCluster, dependsOn: [priorities, ...policies] },
  );
  for (const workload of workloads) {
    deployWorkload(workload, placements.get(workload.id), { keda, inCluster, dependsOn: [priorities, ...policies] });
  }

  new Descheduler(
    "descheduler",
    {
      kubernetesVersion: hardware.kubernetesVersion,
      settings: deschedulerSettings(stack),
      placement: placements.get("kube-system/descheduler"),
    },
    inCluster,
  );

  return { endpoint: hardware.endpoint, kubeconfig: cluster.kubeconfig, plan: planOutputs(plan) };
};

interface Surroundings {
  readonly keda: Keda;
  readonly inCluster: { readonly provider: TalosCluster["kubernetesProvider"] };
  readonly dependsOn: pulumi.Resource[];
}

/** What Berth deploys, it deploys whole; to what others deploy it adds a disruption budget and scaling. */
function deployWorkload(workload: Workload, placement: PodPlacement | undefined, { keda, inCluster, dependsOn }: Surroundings): void {
  const name = resourceName(workload);
  if (workload.managedBy === "berth") {
    new OwnedWorkload(name, { workload, keda, placement: placement ?? { labels: {} } }, { ...inCluster, dependsOn });
    return;
  }
  if (workload.disruption !== undefined && workload.disruption !== "operator") {
    new DisruptionBudget(`${name}-budget`, { workload }, inCluster);
  }
  if (workload.scaling !== undefined) {
    new ScaledWorkload(`${name}-scaling`, { target: { ...workload, scaling: workload.scaling } }, { ...inCluster, dependsOn: keda });
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

/**
 * A node is over-utilised above the plan's own ceiling for workers, so that a plan that is kept gives the descheduler
 * nothing to do, and under-utilised below half of it. Core namespaces are never thinned out.
 */
function deschedulerSettings({ namespaces, workloads, problem }: Stack): DeschedulerSettings {
  const { cpuPercent, memoryPercent } = problem.ceilings.worker;
  const nodeLocal = workloads.flatMap(({ volumes }) => volumes.filter(({ storage }) => storage === "node-local"));
  const classes = nodeLocal.flatMap(({ storageClass }) => (storageClass === undefined ? [] : [storageClass]));
  return {
    utilization: {
      cpu: { below: Math.floor(cpuPercent / 2), above: cpuPercent },
      memory: { below: Math.floor(memoryPercent / 2), above: memoryPercent },
    },
    excludedNamespaces: namespaces.filter(({ core }) => core).map(({ name }) => name),
    // Naming classes frees the volumes of all others to move: only when every node-local volume has one.
    ...(classes.length > 0 && classes.length === nodeLocal.length ? { protectedStorageClasses: [...new Set(classes)].sort() } : {}),
  };
}

function planOutputs({ status, workloads, unplaced }: Plan): Readonly<Record<string, unknown>> {
  return {
    status,
    nodes: Object.fromEntries(workloads.map(({ namespace, name, nodes }) => [`${namespace}/${name}`, nodes])),
    unplaced: unplaced.map(({ namespace, name }) => `${namespace}/${name}`),
  };
}

function resourceName({ namespace, name }: Workload): string {
  return `${namespace}-${name}`;
}
