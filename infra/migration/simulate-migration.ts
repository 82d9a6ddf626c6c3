import { blockedBy } from "../placement/explain/unplaced";
import type { PlacementProblem, PlacementWorkload } from "../placement/problem";
import { reportNodes } from "../placement/report";
import { assign } from "../placement/search/assign";
import type { Stack } from "../stack/stack";
import { checkMigration } from "./check-migration";
import { etcdSafety, outlastsStopping } from "./etcd-safety";
import { fullestShare } from "./fullest-share";
import type { MigrationPhase, MigrationTable } from "./migration";
import { type ClusterState, type Migration, type MigrationMoment, migrationVersion } from "./migration-document";

/**
 * Plans both clusters at every moment of a migration: before it, while machines are rebuilt, and after each phase.
 * Machines count with what the stack's operating system leaves of them, in the old cluster too.
 *
 * @throws UserError when the table does not lead from one cluster to the other.
 */
export function simulateMigration(table: MigrationTable, stack: Stack): Migration {
  checkMigration(table, stack);
  const clusters = clustersOf(table, stack);
  const start: Progress = {
    old: [...table.from.controlPlanes, ...table.from.workers],
    joined: [],
    arrived: new Set(),
    gone: new Set(),
  };
  const moments: MigrationMoment[] = [
    { phase: 0, title: "before", moment: "before", clusters: clusters(start), rebuilding: [], paused: [] },
  ];
  let progress = start;
  table.phases.forEach((phase, index) => {
    const common = { phase: index + 1, title: phase.title };
    const rebuilding = progress.old.filter((name) => phase.joins?.includes(name));
    const paused = phase.pauses ?? [];
    const moved = afterMoves(progress, phase);
    const during = { ...moved, old: moved.old.filter((name) => !rebuilding.includes(name)) };
    if (rebuilding.length > 0) {
      const leaving = rebuilding.filter((name) => table.from.controlPlanes.includes(name)).length;
      const members = progress.old.filter((name) => table.from.controlPlanes.includes(name)).length;
      moments.push({
        ...common,
        moment: "rebuilding",
        clusters: clusters(during),
        rebuilding,
        paused,
        ...(leaving === 0 || leaving === members ? {} : { stopsWithoutRemoval: !outlastsStopping(members, leaving) }),
      });
    }
    progress = { ...during, joined: [...during.joined, ...(phase.joins ?? [])], arrived: new Set([...during.arrived, ...paused]) };
    moments.push({ ...common, moment: "after", clusters: clusters(progress), rebuilding: [], paused: [] });
  });
  return { version: migrationVersion, stack: stack.name, from: table.from.name, to: table.to.name, moments };
}

/** How far a migration is. */
interface Progress {
  /** Machines of the old cluster. */
  readonly old: readonly string[];
  /** Machines of the new cluster. */
  readonly joined: readonly string[];
  /** Namespaces that the new cluster has. */
  readonly arrived: ReadonlySet<string>;
  /** Namespaces that the old cluster has no more. */
  readonly gone: ReadonlySet<string>;
}

function afterMoves(progress: Progress, { setsUp = [], moves = [], pauses = [] }: MigrationPhase): Progress {
  return {
    ...progress,
    arrived: new Set([...progress.arrived, ...setsUp, ...moves]),
    gone: new Set([...progress.gone, ...moves, ...pauses]),
  };
}

/** The states of both clusters; that of a cluster without machines is left out. */
function clustersOf(table: MigrationTable, { problem, hardware }: Stack): (progress: Progress) => readonly ClusterState[] {
  const controlPlanes = hardware.machines.filter(({ role }) => role === "control-plane").map(({ name }) => name);
  // What runs nowhere yet comes with the new cluster.
  const runsNow = ({ mode, current }: PlacementWorkload): boolean => mode === "perNode" || Object.values(current).some((pods) => pods > 0);
  return ({ old, joined, arrived, gone }) =>
    [
      {
        name: table.from.name,
        nodes: old,
        members: old.filter((name) => table.from.controlPlanes.includes(name)).length,
        workloads: problem.workloads.filter((workload) => !gone.has(workload.namespace) && runsNow(workload)),
      },
      {
        name: table.to.name,
        nodes: joined,
        members: joined.filter((name) => controlPlanes.includes(name)).length,
        workloads: problem.workloads.filter(({ namespace }) => arrived.has(namespace)),
      },
    ].flatMap(({ name, nodes, members, workloads }) =>
      nodes.length === 0 ? [] : [{ name, etcd: etcdSafety(members), ...loadOf(onNodes({ ...problem, workloads }, nodes)) }],
    );
}

/** The problem on some of its nodes. What is fixed to the others is not there, and is not missed. */
function onNodes(problem: PlacementProblem, names: readonly string[]): PlacementProblem {
  return {
    ...problem,
    nodes: problem.nodes.filter(({ name }) => names.includes(name)),
    workloads: problem.workloads.flatMap((workload) => {
      if (workload.mode !== "fixed") {
        return [workload];
      }
      const current = Object.fromEntries(Object.entries(workload.current).filter(([name]) => names.includes(name)));
      const replicas = Object.values(current).reduce((sum, pods) => sum + pods, 0);
      return replicas === 0 ? [] : [{ ...workload, current, replicas }];
    }),
  };
}

function loadOf(problem: PlacementProblem): Pick<ClusterState, "nodes" | "pods" | "holds" | "missing" | "fullest"> {
  const assignment = assign(problem);
  const { model, state } = assignment;
  const missing = model.workloads.flatMap(({ namespace, name }, w) => {
    const without = state.unplaced(w);
    return without > 0 ? [{ namespace, name, pods: model.wanted[w] ?? 0, missing: without, blockedBy: blockedBy(assignment, w) }] : [];
  });
  return {
    nodes: model.nodes.map(({ name }) => name),
    pods: model.workloads.reduce((sum, _, w) => sum + (model.wanted[w] ?? 0), 0),
    holds: missing.every((row) => row.missing < row.pods),
    missing,
    fullest: fullestShare(reportNodes(assignment)),
  };
}
