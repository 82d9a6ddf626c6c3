import { noLeader, unknownLeader } from "../search/pod-terms";
import type { Assignment } from "../search/assign";
import { cpu, memory, type Model } from "../search/model";
import { State } from "../search/state";

/**
 * What runs where between two steps, and who holds which requests. A pod that is terminating holds its requests and
 * keeps others apart until it is gone, as kube-scheduler sees it; in strict spread it does not count any more.
 *
 * DaemonSets, static pods and what is fixed are where the plan has them, with the larger of what they request now and
 * what they will: when their requests change is not up to these steps.
 */
export class Ledger {
  readonly #model: Model;
  readonly #width: number;
  readonly #used: Float64Array;
  readonly #pods: Int32Array;
  /** Of each workload, its pods by node without what is terminating. */
  readonly #counts: readonly Map<number, number>[];
  /** Of each workload, its pods by node that are gone at the end of the step. */
  readonly #terminating: readonly Map<number, number>[];
  readonly #running: Int32Array;
  /** Workloads × resources: what a pod from before the plan requests. */
  readonly #oldRequests: Float64Array;
  /** All pods until they are gone, for the constraints that the ledger has no account of its own for; absent without any. */
  readonly #present: State | undefined;

  constructor({ model, state }: Assignment) {
    const { nodes, workloads, resources, requests } = model;
    this.#model = model;
    this.#width = resources.length;
    this.#used = new Float64Array(nodes.length * this.#width);
    this.#pods = new Int32Array(nodes.length);
    this.#counts = workloads.map(() => new Map<number, number>());
    this.#terminating = workloads.map(() => new Map<number, number>());
    this.#running = new Int32Array(workloads.length);
    this.#oldRequests = Float64Array.from(requests);
    this.#present = model.constraints.prepared.some(({ name }) => otherConstraints.has(name)) ? new State(model, []) : undefined;
    workloads.forEach(({ mode, currentRequests, requests: next }, w) => {
      const old = currentRequests ?? next;
      const held = mode === "replicas" ? old : larger(old, next);
      this.#oldRequests[w * this.#width + cpu] = held.cpuMilli;
      this.#oldRequests[w * this.#width + memory] = held.memoryBytes;
      for (const n of mode === "replicas" ? model.runningNodes(w) : state.nodesOf(w)) {
        const pods = mode === "replicas" ? model.running(w, n) : state.count(w, n);
        this.#count(w, n, pods);
        this.#hold(this.#oldRequests, w, n, pods);
      }
    });
  }

  /** Pods of the workload that run anywhere, without what is terminating. */
  running(w: number): number {
    return this.#running[w] ?? 0;
  }

  /** Whether one more pod of the workload, with its requests by the plan, could start on the node now. */
  canStart(w: number, n: number): boolean {
    return this.#fits(w, n) && this.#hasCompany(w, n) && this.#keepsSpread(w, n) && this.#keepsOthers(w, n);
  }

  start(w: number, n: number): void {
    this.#count(w, n, 1);
    this.#hold(this.#model.requests, w, n, 1);
  }

  /** A pod from before the plan is told to go. */
  terminate(w: number, n: number): void {
    this.#count(w, n, -1);
    this.#terminating[w]?.set(n, this.terminating(w, n) + 1);
  }

  /** Takes {@link terminate} back. */
  spare(w: number, n: number): void {
    this.#count(w, n, 1);
    this.#terminating[w]?.set(n, this.terminating(w, n) - 1);
  }

  terminating(w: number, n: number): number {
    return this.#terminating[w]?.get(n) ?? 0;
  }

  /** What was told to go is gone. */
  release(w: number, n: number): void {
    this.#hold(this.#oldRequests, w, n, -this.terminating(w, n));
    this.#terminating[w]?.delete(n);
  }

  /** Takes {@link release} of one pod back. */
  unrelease(w: number, n: number): void {
    this.#hold(this.#oldRequests, w, n, 1);
    this.#terminating[w]?.set(n, this.terminating(w, n) + 1);
  }

  #on(w: number, n: number): number {
    return this.#counts[w]?.get(n) ?? 0;
  }

  #count(w: number, n: number, pods: number): void {
    this.#counts[w]?.set(n, this.#on(w, n) + pods);
    this.#running[w] = this.running(w) + pods;
  }

  #hold(requests: Float64Array, w: number, n: number, pods: number): void {
    this.#pods[n] = (this.#pods[n] ?? 0) + pods;
    for (let pod = 0; pod < Math.abs(pods); pod++) {
      if (pods > 0) {
        this.#present?.add(w, n);
      } else {
        this.#present?.remove(w, n);
      }
    }
    for (let r = 0; r < this.#width; r++) {
      this.#used[n * this.#width + r] = (this.#used[n * this.#width + r] ?? 0) + pods * (requests[w * this.#width + r] ?? 0);
    }
  }

  #keepsOthers(w: number, n: number): boolean {
    const present = this.#present;
    if (present === undefined) {
      return true;
    }
    const { groups, groupOf, prepared } = this.#model.constraints;
    const names = groups[groupOf[w] ?? 0]?.concerns.map((c) => prepared[c]?.name ?? "") ?? [];
    return present.constraintsOf(w).every(({ allows }, i) => !otherConstraints.has(names[i] ?? "") || allows(w, n));
  }

  #fits(w: number, n: number): boolean {
    const { capacity, podCapacity, requests } = this.#model;
    for (let r = 0; r < this.#width; r++) {
      const request = requests[w * this.#width + r] ?? 0;
      const at = n * this.#width + r;
      if (request > 0 && (this.#used[at] ?? 0) + request > (capacity[at] ?? 0)) {
        return false;
      }
    }
    return (this.#pods[n] ?? 0) < (podCapacity[n] ?? 0);
  }

  #hasCompany(w: number, n: number): boolean {
    const leader = this.#model.leader[w] ?? noLeader;
    return leader === noLeader || (leader !== unknownLeader && this.#on(leader, n) > 0);
  }

  #keepsSpread(w: number, n: number): boolean {
    return (this.#model.strictSpreads[w] ?? []).every(({ domainOf, domains, maxSkew }) => {
      const sizes = new Int32Array(domains);
      for (const [other, pods] of this.#counts[w] ?? []) {
        const domain = domainOf[other] ?? -1;
        if (domain >= 0) {
          sizes[domain] = (sizes[domain] ?? 0) + pods;
        }
      }
      const domain = domainOf[n] ?? -1;
      return domain >= 0 && (sizes[domain] ?? 0) + 1 - sizes.reduce((least, size) => Math.min(least, size)) <= maxSkew;
    });
  }
}

/** Names of constraints that count a pod until it is gone, and that the ledger keeps no account of itself. */
const otherConstraints: ReadonlySet<string> = new Set(["devices", "host-ports", "anti-affinity", "pod-affinity", "host"]);

type Amounts = Readonly<Record<"cpuMilli" | "memoryBytes", number>>;

function larger(a: Amounts, b: Amounts): Amounts {
  return { cpuMilli: Math.max(a.cpuMilli, b.cpuMilli), memoryBytes: Math.max(a.memoryBytes, b.memoryBytes) };
}
