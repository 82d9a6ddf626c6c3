import type { DeschedulerSettings } from "../../components/scheduling/descheduler-policy";
import { virtualNodeLabel } from "../../infra/burst/federation/virtual-node";
import { UserError } from "../../infra/diagnostics/user-error";
import type { Stack } from "../../infra/stack/stack";

/** All but those that stand for another cluster: nothing is thinned out there, and nothing is sent there to make room. */
const realNodes = `${virtualNodeLabel.key}!=${virtualNodeLabel.value}`;

/**
 * A node is over-utilised above the plan's own ceiling for workers, so that a plan that is kept gives the descheduler
 * nothing to do, and under-utilised below half of it. Core namespaces are never thinned out.
 *
 * @param undisturbedNamespaces Namespaces that nothing is evicted from, whatever the reason.
 * @throws UserError naming every workload there that asks to be moved.
 */
export function deschedulerSettings(
  { namespaces, workloads, problem, burst }: Stack,
  undisturbedNamespaces: readonly string[] = [],
): DeschedulerSettings {
  const torn = workloads.filter(({ namespace, coordinator }) => coordinator === "descheduler" && undisturbedNamespaces.includes(namespace));
  if (torn.length > 0) {
    throw new UserError(
      "workloads are to be moved and left alone",
      torn.map(({ id, namespace }) => ({
        path: `workloads[${id}].rebalance`,
        message: `is set, and the descheduler leaves ${namespace} alone`,
        fix: `remove rebalance, or take ${namespace} off the undisturbed namespaces`,
      })),
    );
  }
  const { cpuPercent, memoryPercent } = problem.ceilings.worker;
  const nodeLocal = workloads.flatMap(({ volumes }) => volumes.filter(({ storage }) => storage === "node-local"));
  const classes = nodeLocal.flatMap(({ storageClass }) => (storageClass === undefined ? [] : [storageClass]));
  return {
    utilization: {
      cpu: { below: Math.floor(cpuPercent / 2), above: cpuPercent },
      memory: { below: Math.floor(memoryPercent / 2), above: memoryPercent },
    },
    excludedNamespaces: namespaces.filter(({ core }) => core).map(({ name }) => name),
    ...(undisturbedNamespaces.length === 0 ? {} : { undisturbedNamespaces }),
    ...(burst?.mode === "federation" ? { nodeSelector: realNodes } : {}),
    // Naming classes frees the volumes of all others to move: only when every node-local volume has one.
    ...(classes.length > 0 && classes.length === nodeLocal.length ? { protectedStorageClasses: [...new Set(classes)].sort() } : {}),
  };
}
