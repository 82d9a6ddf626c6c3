import { moreDevices } from "../explain/more-devices";
import { deviceMilli, type PlacementNode } from "../problem";
import type { ModelFacts } from "../search/model";
import type { Constraint, ConstraintState } from "./constraint";

/**
 * Devices that pods share: a request below a whole one lies on one device, and larger ones take as many empty devices as
 * they need. A part goes to the device that has least left of those with enough, a whole one to the first empty ones.
 */
export const devices: Constraint = {
  name: "devices",
  prepare: (model) => {
    const shares = new Set(model.nodes.flatMap(({ sharedDevices = {} }) => Object.keys(sharedDevices)));
    const shared = model.resources.flatMap((resource, r) => (shares.has(resource) ? [r] : []));
    return shared.length === 0
      ? undefined
      : {
          concerns: (w) => shared.some((r) => (model.requests[w * model.width + r] ?? 0) > 0),
          nodeLocal: true,
          // Whichever device a part goes to.
          provable: () => true,
          track: () => trackDevices(model, shared),
        };
  },
  relief: (state, w, n) => {
    const { nodes, requests, resources, width } = state.model;
    const wanted = Object.keys(nodes[n]?.sharedDevices ?? {}).filter(
      (resource) => (requests[w * width + resources.indexOf(resource)] ?? 0) > 0,
    );
    return wanted[0] === undefined || wanted.length > 1 ? undefined : moreDevices(state, w, n, wanted[0]);
  },
};

/** The devices that one pod has of one resource. */
interface Choice {
  readonly r: number;
  readonly devices: readonly number[];
}

function trackDevices({ nodes, requests, resources, width }: ModelFacts, shared: readonly number[]): ConstraintState {
  /** What is left of each device of a node, of all its nodes' shared resources one after another. */
  const left: Int32Array[] = [];
  const first: Int32Array = new Int32Array(nodes.length * width).fill(-1);
  const devicesOf = (node: PlacementNode, r: number): number => node.sharedDevices?.[resources[r] ?? ""] ?? 0;
  nodes.forEach((node, n) => {
    let count = 0;
    for (const r of shared) {
      if (devicesOf(node, r) > 0) {
        first[n * width + r] = count;
        count += devicesOf(node, r);
      }
    }
    left.push(new Int32Array(count).fill(deviceMilli));
  });
  /** Where each pod's part is, by workload and node, in the order in which they came. */
  const held = new Map<number, (readonly Choice[])[]>();
  /** What `removed` has taken, to be given back by `removeUndone`. */
  const released: (readonly Choice[])[] = [];

  const choose = (w: number, n: number, r: number): readonly number[] | undefined => {
    const request = requests[w * width + r] ?? 0;
    const start = first[n * width + r] ?? -1;
    const node = nodes[n];
    const remaining = left[n];
    if (request === 0 || start < 0 || node === undefined || remaining === undefined) {
      return [];
    }
    const end = start + devicesOf(node, r);
    if (request < deviceMilli) {
      let best = -1;
      for (let device = start; device < end; device++) {
        const rest = remaining[device] ?? 0;
        if (rest >= request && (best < 0 || rest < (remaining[best] ?? 0))) {
          best = device;
        }
      }
      return best < 0 ? undefined : [best];
    }
    const whole: number[] = [];
    for (let device = start; device < end && whole.length * deviceMilli < request; device++) {
      if (remaining[device] === deviceMilli) {
        whole.push(device);
      }
    }
    return whole.length * deviceMilli < request ? undefined : whole;
  };
  const hold = (w: number, n: number, choices: readonly Choice[], sign: 1 | -1): void => {
    const remaining = left[n];
    for (const { r, devices: chosen } of choices) {
      const part = Math.min(deviceMilli, requests[w * width + r] ?? 0);
      for (const device of remaining === undefined ? [] : chosen) {
        if (remaining !== undefined) {
          remaining[device] = (remaining[device] ?? 0) - sign * part;
        }
      }
    }
  };
  const give = (w: number, n: number, choices: readonly Choice[]): void => {
    const key = w * nodes.length + n;
    const pods = held.get(key);
    if (pods === undefined) {
      held.set(key, [choices]);
    } else {
      pods.push(choices);
    }
    hold(w, n, choices, 1);
  };
  const takeBack = (w: number, n: number): readonly Choice[] => {
    const choices = held.get(w * nodes.length + n)?.pop() ?? [];
    hold(w, n, choices, -1);
    return choices;
  };
  return {
    allows: (w, n) => {
      for (const r of shared) {
        if (choose(w, n, r) === undefined) {
          return false;
        }
      }
      return true;
    },
    reason: (w, n) => {
      const r = shared.find((each) => choose(w, n, each) === undefined) ?? -1;
      const request = requests[w * width + r] ?? 0;
      return request < deviceMilli
        ? `no ${resources[r] ?? ""} has ${request} of its ${deviceMilli} parts left`
        : `fewer than ${Math.ceil(request / deviceMilli)} ${resources[r] ?? ""} are empty`;
    },
    // A fixed pod is there even where there is no room for it; it then holds nothing.
    added: (w, n) => {
      give(
        w,
        n,
        shared.map((r) => ({ r, devices: choose(w, n, r) ?? [] })),
      );
    },
    removed: (w, n) => {
      released.push(takeBack(w, n));
    },
    addUndone: (w, n) => {
      takeBack(w, n);
    },
    removeUndone: (w, n) => {
      give(w, n, released.pop() ?? []);
    },
  };
}
