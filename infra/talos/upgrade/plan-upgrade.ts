import { UserError } from "../../diagnostics/user-error";
import { installerImage, schematicId } from "../schematic";
import { checkUpgrade, compareReleases, type Versions } from "./check-upgrade";
import { type Command, type NodeVersions, type UpgradePlan, type UpgradeStep, upgradeVersion } from "./upgrade-document";

export interface UpgradeRequest {
  readonly stack: string;
  /** Every node of the cluster, in the table's order. */
  readonly nodes: readonly NodeVersions[];
  readonly versionsFrom: UpgradePlan["versionsFrom"];
  readonly target: Versions;
  /** The extensions that a node's row asks for; none where the row says nothing: the node then keeps what it has. */
  readonly extensionsOf: (node: string) => readonly string[];
  /** What the drain of a node means for what runs on it. */
  readonly drainOf: (node: string) => Drain;
}

/** What happens to the workloads of a node while it is away. */
export interface Drain {
  /** Pods that start on other nodes. */
  readonly podsMoving: number;
  /** Workloads that have no node meanwhile. */
  readonly down: readonly string[];
}

type Draft = Omit<UpgradeStep, "step">;

/**
 * The steps that bring a cluster to the versions wanted, in an order in which each can fail without the next being worse.
 *
 * Talos first, because a newer Talos knows older Kubernetes and not the other way round. Workers before control planes: a
 * version that does not start costs a worker, not a member of etcd. One node at a time, each drained first, so that
 * disruption budgets are kept, and the cluster healthy in between, etcd included. Kubernetes last, in one go, as Talos
 * does it: API servers first, then kubelets.
 *
 * What a node runs decides whether it has a step: after a failure the same request goes on where it stopped.
 *
 * @throws UserError for a version that goes back, skips a minor or does not fit the other.
 */
export function planUpgrade(request: UpgradeRequest): UpgradePlan {
  const { stack, nodes, versionsFrom, target } = request;
  const findings = checkUpgrade(nodes, target);
  if (findings.length > 0) {
    throw new UserError(`stack "${stack}" cannot be upgraded like that`, findings);
  }
  const talos = [
    ...nodes.filter((node) => node.cordoned && !isBehind(request, node)).map((node) => finishStep(nodes, node)),
    ...inOrder(nodes).flatMap((node) => talosStep(request, node)),
  ];
  const kubernetes = kubernetesStep(nodes, target.kubernetes);
  const work = [...talos, ...kubernetes];
  // A node that takes no pods fails the check; its own step ends with one.
  const drafts = work.length === 0 || nodes.some(({ cordoned }) => cordoned) ? work : [firstCheck(nodes), ...work];
  return {
    version: upgradeVersion,
    stack,
    target: { talos: target.talos, kubernetes: target.kubernetes },
    versionsFrom,
    nodes,
    steps: drafts.map((draft, index) => ({ step: index + 1, ...draft })),
  };
}

/** What an earlier upgrade left half done comes first: no check of the cluster succeeds before it takes pods again. */
function inOrder(nodes: readonly NodeVersions[]): readonly NodeVersions[] {
  const rank = ({ role, cordoned }: NodeVersions): number => (cordoned ? 0 : role === "worker" ? 1 : 2);
  return nodes.toSorted((a, b) => rank(a) - rank(b));
}

function firstCheck(nodes: readonly NodeVersions[]): Draft {
  return {
    action: "check-cluster",
    why: "what is ill before an upgrade is not healed by one, and etcd needs all of its members when one of them goes",
    commands: [healthy(nodes)],
  };
}

function finishStep(nodes: readonly NodeVersions[], { name, talos }: NodeVersions): Draft {
  return {
    action: "finish-talos",
    node: name,
    to: talos,
    why: "it runs the version wanted and takes no pods: an upgrade before this one was cut off here",
    warning: "leave it out if you cordoned the node yourself",
    commands: [["kubectl", "uncordon", name], healthy(nodes)],
  };
}

/**
 * The image that a node is to have: what its row asks for, else what it has. Where nobody was asked, what it has is not
 * known, and no image stands for it: one without its extensions would take them away.
 */
function schematicOf({ versionsFrom, extensionsOf }: UpgradeRequest, node: NodeVersions): string {
  const extensions = extensionsOf(node.name);
  if (extensions.length > 0) {
    return schematicId(extensions);
  }
  return node.schematic ?? (versionsFrom === "nodes" ? schematicId([]) : "<schematic>");
}

/** A node whose image is not the factory's is only given one of the factory's when it needs extensions. */
function hasImage(request: UpgradeRequest, node: NodeVersions): boolean {
  return node.schematic === undefined ? request.extensionsOf(node.name).length === 0 : node.schematic === schematicOf(request, node);
}

function isBehind(request: UpgradeRequest, node: NodeVersions): boolean {
  return compareReleases(node.talos, request.target.talos) !== 0 || !hasImage(request, node);
}

function talosStep(request: UpgradeRequest, node: NodeVersions): readonly Draft[] {
  if (!isBehind(request, node)) {
    return [];
  }
  const { nodes, target, drainOf } = request;
  const drain = drainOf(node.name);
  const warning = warningOf(request, node, drain);
  return [
    {
      action: "upgrade-talos",
      node: node.name,
      from: node.talos,
      to: target.talos,
      why: [orderReason[node.role], ...(hasImage(request, node) ? [] : ["its extensions change"]), movingText(drain)].join("; "),
      ...(warning === undefined ? {} : { warning }),
      commands: [
        ["kubectl", "drain", node.name, "--ignore-daemonsets", "--delete-emptydir-data", "--timeout=15m"],
        [
          "talosctl",
          "upgrade",
          "--nodes",
          node.address,
          "--image",
          installerImage(node.platform, schematicOf(request, node), target.talos),
          "--wait",
          "--timeout=30m",
        ],
        ["kubectl", "uncordon", node.name],
        healthy(nodes),
      ],
    },
  ];
}

const orderReason: Readonly<Record<NodeVersions["role"], string>> = {
  worker: "workers go first: a version that does not start costs no member of etcd",
  "control-plane": "control planes go one at a time, with etcd healthy before the next",
};

function movingText({ podsMoving }: Drain): string {
  return podsMoving === 0
    ? "no pod has to start elsewhere"
    : `${podsMoving} ${podsMoving === 1 ? "pod starts" : "pods start"} elsewhere meanwhile`;
}

function kubernetesStep(nodes: readonly NodeVersions[], target: string): readonly Draft[] {
  const behind = nodes.filter(({ kubernetes }) => compareReleases(kubernetes, target) < 0);
  const controlPlane = nodes.find(({ role }) => role === "control-plane");
  if (behind.length === 0 || controlPlane === undefined) {
    return [];
  }
  const upgrade = (...more: readonly string[]): Command => [
    "talosctl",
    "upgrade-k8s",
    "--nodes",
    controlPlane.address,
    "--to",
    target,
    ...more,
  ];
  return [
    {
      action: "upgrade-kubernetes",
      from: [...new Set(behind.map(({ kubernetes }) => kubernetes))].sort(compareReleases)[0] ?? target,
      to: target,
      why: "API servers first and kubelets after, because a kubelet may not be newer than the API server; no node reboots",
      commands: [upgrade("--dry-run"), upgrade(), healthy(nodes)],
    },
  ];
}

/** Waits until every node, etcd and Kubernetes are well, and fails when they do not become so. */
function healthy(nodes: readonly NodeVersions[]): Command {
  const addresses = (role: NodeVersions["role"]): string =>
    nodes
      .filter((node) => node.role === role)
      .map(({ address }) => address)
      .join(",");
  const [first = ""] = addresses("control-plane").split(",");
  const workers = addresses("worker");
  return [
    "talosctl",
    "health",
    "--nodes",
    first,
    "--control-plane-nodes",
    addresses("control-plane"),
    ...(workers === "" ? [] : ["--worker-nodes", workers]),
    "--wait-timeout=10m",
  ];
}

function warningOf(request: UpgradeRequest, node: NodeVersions, { down }: Drain): string | undefined {
  const { nodes } = request;
  const members = nodes.filter(({ role }) => role === "control-plane").length;
  const tolerated = Math.floor((members - 1) / 2);
  const parts = [
    ...(node.role === "control-plane" && tolerated === 0
      ? [
          `the Kubernetes API is away while it reboots: ${members === 1 ? "it is the only control plane" : "two control planes cannot do without either"}`,
        ]
      : []),
    ...(schematicOf(request, node).startsWith("<")
      ? ["its row lists no extensions and nobody was asked: `talosctl get extensions` names its schematic"]
      : []),
    ...(down.length === 0 ? [] : [`no other node takes ${down.join(", ")}`]),
  ];
  return parts.length === 0 ? undefined : parts.join("; ");
}
