import { drainSteps } from "./drain-steps";
import type { NodeFleet } from "./fleet";
import { leavingObstacles } from "./leaving-obstacles";
import { carriedOver, fullest, type Load, requestedUtilisation, type Utilisation } from "./load";
import { type FleetSize, type Obstacle, type ScalingProposal, scalingVersion } from "./scaling-document";
import { assess, type Assessment, severityOf, type Shortfall } from "./shortfalls";
import { defaultThresholds, type ScalingThresholds } from "./thresholds";
import { whatCancellingDoesNotSave } from "./not-saved";

/** What is asked of a fleet: the direction, or the number itself. */
export type ScalingRequest = ({ readonly direction: "up" | "down" } | { readonly nodes: number }) & {
  /** How many nodes there were when it was asked; a fleet that has another number by now is left alone. Default: any. */
  readonly from?: number;
  /** Who asked and why; kept with the proposal. */
  readonly reason?: string;
};

/** A number of nodes under the load. */
interface Sized extends Assessment {
  readonly nodes: number;
  readonly utilisation: Utilisation;
  readonly measured: boolean;
}

/**
 * How many nodes a fleet is to have: pure, and the same for the same tables and load.
 *
 * Up: the smallest number that brings utilisation to `settledPercent` and carries the load without a shortfall, or with as
 * few as any number has; nothing when the present number does and is not above `upPercent`. Down: one less, if that carries the load without a shortfall
 * and stays at `leavePercent` or below; one at a time, because a server that was given back cannot be had back. As what
 * goes down has to fulfil more than what goes up stops at, the two never follow each other under the same load.
 */
export function proposeScaling(
  fleet: NodeFleet,
  request: ScalingRequest,
  load: Load,
  thresholds: ScalingThresholds = defaultThresholds,
): ScalingProposal {
  const sizes = new Map<number, Sized>();
  const sized = (nodes: number): Sized => {
    const known = sizes.get(nodes) ?? sizeOf(fleet, nodes, load);
    sizes.set(nodes, known);
    return known;
  };
  const { reason } = request;
  return { ...decide({ fleet, sized, thresholds }, request), ...(reason === undefined ? {} : { asked: reason }) };
}

function decide(deciding: Deciding, request: ScalingRequest): ScalingProposal {
  const { fleet, sized } = deciding;
  const { presentNodes } = fleet;
  if (request.from !== undefined && request.from !== presentNodes) {
    return unchanged(fleet, sized(presentNodes), "none", [
      `it was asked of a fleet of ${request.from} nodes, and there are ${presentNodes} by now`,
    ]);
  }
  if ("nodes" in request) {
    return exactly(deciding, request.nodes);
  }
  return request.direction === "up" ? up(deciding) : down(deciding);
}

interface Deciding {
  readonly fleet: NodeFleet;
  readonly sized: (nodes: number) => Sized;
  readonly thresholds: ScalingThresholds;
}

function sizeOf(fleet: NodeFleet, nodes: number, load: Load): Sized {
  const assessment = assess(fleet.withNodes(nodes), load);
  const measured = carriedOver(load.measured ?? {}, fleet.presentNodes, nodes);
  return {
    nodes,
    ...assessment,
    utilisation: { ...requestedUtilisation(assessment.plan), ...measured },
    measured: Object.keys(measured).length > 0,
  };
}

function up({ fleet, sized, thresholds }: Deciding): ScalingProposal {
  const { presentNodes, maxNodes } = fleet;
  const now = sized(presentNodes);
  const isFull = fullest(now.utilisation) > thresholds.upPercent;
  if (!isFull && now.shortfalls.length === 0) {
    return unchanged(fleet, now, "none", [
      `${presentNodes} nodes carry the load: ${utilisationText(now)}, and more are added above ${thresholds.upPercent} %`,
    ]);
  }
  const why = isFull
    ? `${utilisationText(now)}, above ${thresholds.upPercent} %`
    : `${presentNodes} nodes do not carry the load: ${firstOf(now.shortfalls)}`;
  if (presentNodes >= maxNodes) {
    return { ...unchanged(fleet, now, "refused", [why]), obstacles: [atLimit(fleet, "most", maxNodes)], shortfalls: now.shortfalls };
  }
  const larger = Array.from({ length: maxNodes - presentNodes }, (_, i) => sized(presentNodes + 1 + i));
  // What no number of nodes mends, such as a pod that is larger than a node, is no reason to rent more.
  const least = Math.min(...[now, ...larger].map(({ shortfalls }) => severityOf(shortfalls)));
  if (!isFull && severityOf(now.shortfalls) === least) {
    const obstacles = now.shortfalls.map(({ subject, because, remedies }) => ({ node: fleet.stack, subject, because, remedies }));
    return { ...unchanged(fleet, now, "refused", [why, "more nodes would not help"]), obstacles };
  }
  const enough = larger.find((size) => fullest(size.utilisation) <= thresholds.settledPercent && severityOf(size.shortfalls) === least);
  const chosen = enough ?? larger.at(-1) ?? now;
  const text = chosen.shortfalls.length > 0 ? firstOf(chosen.shortfalls) : utilisationText(chosen);
  const outcome =
    enough === undefined
      ? `${chosen.nodes} nodes, the most there may be, are not enough: ${text}`
      : least > 0
        ? `${chosen.nodes} nodes are the fewest that do as much as nodes can: ${text}`
        : `${chosen.nodes} nodes are the fewest that carry it: ${text}`;
  return changed(fleet, now, chosen, [why, outcome]);
}

function down({ fleet, sized, thresholds }: Deciding): ScalingProposal {
  const { presentNodes, minNodes } = fleet;
  const now = sized(presentNodes);
  if (presentNodes <= minNodes) {
    return { ...unchanged(fleet, now, "refused", [utilisationText(now)]), obstacles: [atLimit(fleet, "fewest", minNodes)] };
  }
  return shrink(fleet, now, sized, presentNodes - 1, thresholds.leavePercent);
}

function exactly({ fleet, sized, thresholds }: Deciding, nodes: number): ScalingProposal {
  const { presentNodes, minNodes, maxNodes } = fleet;
  const now = sized(presentNodes);
  if (nodes < minNodes || nodes > maxNodes) {
    const limit = nodes < minNodes ? atLimit(fleet, "fewest", minNodes) : atLimit(fleet, "most", maxNodes);
    return { ...unchanged(fleet, now, "refused", [`${nodes} nodes were asked for`]), obstacles: [limit] };
  }
  if (nodes === presentNodes) {
    return unchanged(fleet, now, "none", [`there are ${nodes} nodes already`]);
  }
  // Someone decided it: what counts is whether the rest can hold the load, not whether it is wise.
  return nodes > presentNodes
    ? changed(fleet, now, sized(nodes), [
        `${nodes} nodes were asked for`,
        `now ${utilisationText(now)}; then ${utilisationText(sized(nodes))}`,
      ])
    : shrink(fleet, now, sized, nodes, thresholds.upPercent);
}

/** Takes the last nodes away, if those that stay carry the load and are not fuller than they may be. */
function shrink(fleet: NodeFleet, now: Sized, sized: (nodes: number) => Sized, nodes: number, mostPercent: number): ScalingProposal {
  const then = sized(nodes);
  const stays = new Set(then.problem.nodes.map(({ name }) => name));
  const leaving = now.problem.nodes.map(({ name }) => name).filter((name) => !stays.has(name));
  const last = leaving.at(-1) ?? "";
  const { workloads } = fleet.withNodes(now.nodes);
  const obstacles: readonly Obstacle[] = [
    ...then.shortfalls.map(({ subject, because, remedies }) => ({
      node: last,
      subject,
      because: `the other ${nodes} nodes cannot hold it: ${because}`,
      remedies: remedies.length === 0 ? [`wait until there is less to do, or keep ${now.nodes} nodes`] : remedies,
    })),
    ...(fullest(then.utilisation) <= mostPercent
      ? []
      : [
          {
            node: last,
            subject: "utilisation",
            because: `the other ${nodes} nodes would be too full: ${utilisationText(then)}, above ${mostPercent} %`,
            remedies: [`wait until there is less to do, or keep ${now.nodes} nodes`],
          },
        ]),
    ...leaving.flatMap((node) => leavingObstacles(node, now.problem, now.plan, workloads)),
  ];
  if (obstacles.length > 0) {
    return { ...unchanged(fleet, now, "refused", [utilisationText(now)]), obstacles };
  }
  return changed(fleet, now, then, [`${nodes} nodes carry the load: ${utilisationText(then)}`]);
}

function changed(fleet: NodeFleet, now: Sized, then: Sized, reasons: readonly string[]): ScalingProposal {
  const names = (size: Sized): readonly string[] => size.problem.nodes.map(({ name }) => name);
  const [before, after] = [new Set(names(now)), new Set(names(then))];
  const leaving = names(now)
    .filter((name) => !after.has(name))
    .toReversed();
  return {
    ...unchanged(fleet, now, then.nodes > now.nodes ? "scale-up" : "scale-down", reasons),
    proposed: fleetSize(fleet, then),
    joining: names(then).filter((name) => !before.has(name)),
    leaving,
    shortfalls: then.shortfalls,
    drain: drainSteps(leaving),
    notSaved: whatCancellingDoesNotSave(fleet.price, leaving),
  };
}

function unchanged(fleet: NodeFleet, now: Sized, action: ScalingProposal["action"], reasons: readonly string[]): ScalingProposal {
  const { stack, minNodes, maxNodes, price } = fleet;
  return {
    version: scalingVersion,
    stack,
    action,
    minNodes,
    maxNodes,
    currency: price.currency,
    present: fleetSize(fleet, now),
    proposed: fleetSize(fleet, now),
    reasons,
    joining: [],
    leaving: [],
    shortfalls: [],
    obstacles: [],
    drain: [],
    notSaved: [],
  };
}

function fleetSize({ price }: NodeFleet, { nodes, utilisation }: Sized): FleetSize {
  return {
    nodes,
    costPerMonth: Math.round(100 * price.perNodeAndMonth * nodes) / 100,
    memoryPercent: Math.round(utilisation.memoryPercent),
    cpuPercent: Math.round(utilisation.cpuPercent),
  };
}

function atLimit({ stack }: NodeFleet, limit: "most" | "fewest", nodes: number): Obstacle {
  return {
    node: stack,
    subject: "count",
    because: `${nodes} nodes are the ${limit} that the fleet may have`,
    remedies: [
      limit === "most"
        ? "raise count.max in the stack's hardware table, or choose a larger product"
        : "lower count.min in the stack's hardware table; never below the number of servers",
    ],
  };
}

function utilisationText({ nodes, utilisation, measured }: Sized): string {
  const { memoryPercent, cpuPercent } = utilisation;
  const of = `memory ${Math.round(memoryPercent)} %, CPU ${Math.round(cpuPercent)} % of ${nodes} nodes`;
  return measured ? of : `${of} requested`;
}

function firstOf(shortfalls: readonly Shortfall[]): string {
  const [first, ...others] = shortfalls;
  const more = others.length === 0 ? "" : `, and ${others.length} more`;
  return first === undefined ? "" : `${first.subject}: ${first.because}${more}`;
}
