import type { Workload } from "../../workloads/workload";
import type { MoveStep } from "./move-document";
import type { OrderedStep } from "./join-steps";

type Instructions = Pick<MoveStep, "commands" | "note">;

/** How long a new pod may take to be ready before the command gives up. */
const patience = "10m";

/**
 * The commands that carry a step out, and what to know before. Pods are deleted by their node: `rollout restart` would
 * restart those that stay as well. Only a Deployment whose pods all go at once is restarted whole, because its own
 * strategy may then start the new before it stops the old.
 *
 * @param neighbours The other workloads of its namespace.
 */
export function instructionsFor(step: OrderedStep, workload: Workload, neighbours: readonly Workload[]): Instructions {
  switch (step.kind) {
    case "start":
      return {
        commands: [],
        note:
          workload.scaling === undefined || step.workload.replicas <= workload.replicas
            ? "Starts by itself once it is deployed and its constraints are applied."
            : `Starts by itself when KEDA scales it to ${step.workload.replicas}.`,
      };
    case "start-again":
      return scale(step, workload, neighbours, step.running + step.pods);
    case "stop-for-room":
      return scale(step, workload, neighbours, step.running - step.pods);
    case "end":
      return step.running - step.pods >= step.workload.replicas
        ? { commands: [], note: `Ends by itself when it is scaled to ${step.workload.replicas}.` }
        : scale(step, workload, neighbours, step.running - step.pods);
    case "move":
      return restart(step, workload, neighbours);
  }
}

function restart(step: OrderedStep, workload: Workload, neighbours: readonly Workload[]): Instructions {
  const { namespace, name, kind, managedBy } = workload;
  const object = `${kind.toLowerCase()}/${name}`;
  if (kind === "CronJob") {
    return { commands: [], note: "Nothing to do: its next run starts there." };
  }
  if (workload.estimated) {
    const many =
      step.pods === 1 ? "one, and wait until its successor is ready" : `${step.pods}, each when the successor of the one before is ready`;
    return {
      commands: [listRest(step, workload, neighbours), `kubectl -n ${namespace} delete pod POD`],
      note: `The row stands for the pods of namespace ${namespace} that no other row names. Of those listed, delete ${many}; leave DaemonSets' pods.${except(neighbours)}`,
    };
  }
  const settled = `kubectl -n ${namespace} rollout status ${object} --timeout=${patience}`;
  if (managedBy === "berth") {
    return { commands: [settled], note: "`pulumi up` changes its template and so restarts it: here, only wait for that." };
  }
  if (kind === "Deployment" && step.pods === step.running && step.atOnce === step.pods) {
    return { commands: [`kubectl -n ${namespace} rollout restart ${object}`, settled] };
  }
  const byNode = `kubectl -n ${namespace} delete pod -l ${selectorOf(workload)} --field-selector spec.nodeName=${step.from ?? ""}`;
  const remain = step.workload.current[step.from ?? ""] ?? 0;
  if (step.pods === step.atOnce && step.pods === remain) {
    return { commands: [byNode, settled] };
  }
  const list = `kubectl -n ${namespace} get pods -l ${selectorOf(workload)} --field-selector spec.nodeName=${step.from ?? ""}`;
  return {
    commands: [list, `kubectl -n ${namespace} delete pod POD`, settled],
    note: `Delete ${step.pods} of the pods that are listed, ${step.atOnce === 1 ? "one" : step.atOnce} at a time, and wait each time.`,
  };
}

/** Stops or starts pods by their number, through whoever sets it. */
function scale(step: OrderedStep, workload: Workload, neighbours: readonly Workload[], replicas: number): Instructions {
  const { namespace, name, kind, managedBy, scaling } = workload;
  const starts = step.to !== undefined;
  if (workload.estimated) {
    return {
      commands: starts ? [] : [listRest(step, workload, neighbours)],
      note: `The row stands for the pods of namespace ${namespace} that no other row names. ${
        starts ? "Scale up again what was scaled down." : `Scale down what owns ${step.pods} of those listed.`
      }${except(neighbours)}`,
    };
  }
  // A Deployment stops the cheapest pod first; a StatefulSet always the last one.
  const elsewhere = step.running > step.pods && !starts;
  const choose =
    elsewhere && kind === "Deployment"
      ? [
          `kubectl -n ${namespace} annotate pod -l ${selectorOf(workload)} --field-selector spec.nodeName=${step.from ?? ""} --overwrite controller.kubernetes.io/pod-deletion-cost=-1`,
        ]
      : [];
  const notes = [
    ...(managedBy === "argocd" || managedBy === "flux" || managedBy === "operator"
      ? [
          `${ownerName[managedBy]} may set the number of pods back: pause it ${step.kind === "end" ? "for as long as it is to be stopped" : "from the stop to the start"}.`,
        ]
      : []),
    ...(elsewhere && kind === "StatefulSet"
      ? [`A StatefulSet stops its last pod first: check that this is the one on ${step.from ?? ""}.`]
      : []),
  ];
  const set =
    scaling === undefined
      ? `kubectl -n ${namespace} scale ${kind.toLowerCase()}/${name} --replicas=${replicas}`
      : `kubectl -n ${namespace} annotate scaledobject/${name} ${starts ? "autoscaling.keda.sh/paused-replicas-" : `--overwrite autoscaling.keda.sh/paused-replicas=${replicas}`}`;
  return { commands: [...choose, set], ...(notes.length === 0 ? {} : { note: notes.join(" ") }) };
}

const ownerName = { argocd: "Argo CD", flux: "Flux", operator: "Its operator" } as const;

/** A label selector can leave out one label, and not two together: those are left out in words, by {@link except}. */
function listRest(step: OrderedStep, { namespace }: Workload, neighbours: readonly Workload[]): string {
  const selectors = neighbours.flatMap(({ podLabels, estimated }) =>
    estimated || Object.keys(podLabels).length !== 1 ? [] : Object.entries(podLabels).map(([key, value]) => `${key}!=${value}`),
  );
  return [
    `kubectl -n ${namespace} get pods --field-selector spec.nodeName=${step.from ?? ""}`,
    ...(selectors.length === 0 ? [] : [`-l '${selectors.sort().join(",")}'`]),
    ...(needWords(neighbours).length === 0 ? [] : ["--show-labels"]),
  ].join(" ");
}

function except(neighbours: readonly Workload[]): string {
  const named = needWords(neighbours).map((workload) => selectorOf(workload));
  return named.length === 0 ? "" : ` Not meant: those with ${named.sort().join("; ")}.`;
}

function needWords(neighbours: readonly Workload[]): readonly Workload[] {
  return neighbours.filter(({ estimated, podLabels }) => !estimated && Object.keys(podLabels).length > 1);
}

function selectorOf({ podLabels }: Workload): string {
  return Object.entries(podLabels)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
}
