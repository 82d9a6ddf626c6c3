/** What kube-scheduler says of one pod that it found no node for. */
export interface Refusal {
  /** For how many nodes it holds. */
  readonly nodes: number;
  /** In its words: `Insufficient cpu`. */
  readonly text: string;
}

/**
 * The reasons in the message of a pod's condition PodScheduled: `0/5 nodes are available: 1 node(s) had untolerated taint
 * {nvidia.com/gpu: true}, 4 Insufficient memory. preemption: …`. Empty for a message of another form.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.35.4/pkg/scheduler/framework/types.go (FitError)
 */
export function refusalsIn(message: string): readonly Refusal[] {
  const [, listed] = /^\d+\/\d+ nodes are available: (.*?)(?:\.(?:\s|$)|$)/.exec(message) ?? [];
  return (listed ?? "").split(/, (?=\d+ )/).flatMap((part): readonly Refusal[] => {
    const [, nodes, text] = /^(\d+) (.+)$/.exec(part) ?? [];
    return nodes === undefined || text === undefined ? [] : [{ nodes: Number(nodes), text }];
  });
}

/** What a refusal means, for those that say nothing about a node which the tables know. */
export interface Meaning {
  readonly why: string;
  readonly fix: string;
}

/** The first of the refusals that is known here; undefined where none is. */
export function meaningOf(refusals: readonly Refusal[]): Meaning | undefined {
  return meanings.find(({ pattern }) => refusals.some(({ text }) => pattern.test(text)));
}

const meanings: readonly (Meaning & { readonly pattern: RegExp })[] = [
  {
    pattern: /volume node affinity conflict/,
    why: "its volume lies on a node where it may not or cannot run",
    fix: "plan for where the data is (storage: node-local in the row's volumes), or restore the volume elsewhere: npm run restore",
  },
  {
    pattern: /unbound immediate PersistentVolumeClaims|persistentvolumeclaim .* not found/,
    why: "its volume is not there yet",
    fix: "kubectl describe pvc says why: StorageClass, provisioner, or free space",
  },
  {
    pattern: /didn't match pod topology spread constraints/,
    why: "its pods would be spread too unevenly",
    fix: "a node of one of the domains is away or tainted: bring it back, or make the row's spread not strict",
  },
  {
    pattern: /didn't match pod anti-affinity|existing pods anti-affinity|didn't satisfy existing pods/,
    why: "a pod that it must not share a node with is on each node that it may use",
    fix: "as many nodes as replicas are needed: fewer replicas, or the row's antiAffinity away",
  },
  {
    pattern: /didn't match pod affinity/,
    why: "the pod that it must be with is nowhere that it may run",
    fix: "look at the workload of the row's colocateWith first",
  },
  {
    pattern: /free ports/,
    why: "another pod has its host port on each node that it may use",
    fix: "one pod for each node and host port: fewer replicas, or a rollout that ends the old pod first",
  },
  {
    pattern: /node affinity\/selector/,
    why: "its selectors match nodes that do not take it, or none",
    fix: "compare kubectl get nodes --show-labels with the plan; pulumi up sets Berth's labels, discovery those of cards",
  },
  {
    pattern: /Insufficient|Too many pods/,
    why: "what it requests is nowhere free",
    fix: "npm run plan shows the room that each node has; npm run rightsize, what could be requested less",
  },
];
