import { deviceMilli, type PlacementProblem, type PlacementWorkload } from "../../problem";

/** What runs: pods by workload, and what is left of each device of each node. */
interface Running {
  readonly pods: Readonly<Record<string, number>>;
  readonly left: readonly (readonly number[])[];
}

/**
 * Ids of the workloads of which some order, with some choices of nodes and devices, leaves a pod waiting: by enumeration of
 * everything that can happen, with the rules written anew. All pods are of one tier and request nothing but the one
 * resource; a part may lie on any device with enough left, whole devices are any empty ones.
 *
 * @param allowed Nodes that each workload may use, by its id.
 */
export function everyWaitingForDevices(
  { nodes, workloads }: Pick<PlacementProblem, "nodes" | "workloads">,
  resource: string,
  allowed: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlySet<string> {
  const waiting = new Set<string>();
  const seen = new Set<string>();
  visit({ pods: {}, left: nodes.map(({ sharedDevices = {} }) => new Array<number>(sharedDevices[resource] ?? 0).fill(deviceMilli)) });
  return waiting;

  function visit(running: Running): void {
    const key = JSON.stringify([Object.entries(running.pods).sort(), running.left.map((devices) => devices.toSorted((a, b) => a - b))]);
    if (seen.has(key)) {
      return;
    }
    seen.add(key);
    for (const workload of workloads) {
      const pods = running.pods[workload.id] ?? 0;
      const next = pods < workload.replicas ? places(workload, running) : undefined;
      if (next?.length === 0) {
        waiting.add(workload.id);
      }
      for (const left of next ?? []) {
        visit({ pods: { ...running.pods, [workload.id]: pods + 1 }, left });
      }
    }
  }

  function places({ id, requests }: PlacementWorkload, { left }: Running): readonly Running["left"][] {
    const request = requests.extended[resource] ?? 0;
    return nodes.flatMap(({ name }, n) =>
      allowed.get(id)?.has(name) === true ? onto(left[n] ?? [], request).map((devices) => left.with(n, devices)) : [],
    );
  }
}

/** Every way in which a pod can have its devices of these. */
function onto(devices: readonly number[], request: number): readonly (readonly number[])[] {
  if (request < deviceMilli) {
    return devices.flatMap((rest, d) => (rest >= request ? [devices.with(d, rest - request)] : []));
  }
  const empty = devices.flatMap((rest, d) => (rest === deviceMilli ? [d] : []));
  const whole = Math.ceil(request / deviceMilli);
  // Which of several empty ones makes no difference.
  return empty.length < whole ? [] : [devices.map((rest, d) => (empty.slice(0, whole).includes(d) ? 0 : rest))];
}
