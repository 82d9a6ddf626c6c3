import type { Plan, PlannedNode } from "../../infra/placement/plan-document";
import { verdict } from "../report/verdict";

/** How a plan stands, in a line. */
export interface Verdict {
  readonly status: Plan["status"];
  readonly text: string;
  readonly unplacedPods: number;
  readonly hottest: { readonly node: string; readonly cpuPercent: number; readonly memoryPercent: number } | undefined;
  readonly requestedCpuMilli: number;
  readonly requestedMemoryMiB: number;
}

export function verdictOf(plan: Plan): Verdict {
  const nodes = [...plan.nodes].sort((a, b) => heat(b) - heat(a));
  const [hottest] = nodes;
  return {
    status: plan.status,
    text: verdict(plan),
    unplacedPods: plan.unplaced.reduce((sum, { replicas }) => sum + replicas, 0),
    hottest:
      hottest === undefined
        ? undefined
        : { node: hottest.name, cpuPercent: Math.round(cpuShare(hottest) * 100), memoryPercent: Math.round(memoryShare(hottest) * 100) },
    requestedCpuMilli: nodes.reduce((sum, { cpu }) => sum + cpu.afterMilli, 0),
    requestedMemoryMiB: nodes.reduce((sum, { memory }) => sum + memory.afterMiB, 0),
  };
}

function heat(node: PlannedNode): number {
  return Math.max(cpuShare(node), memoryShare(node));
}

function cpuShare({ cpu }: PlannedNode): number {
  return cpu.allocatableMilli === 0 ? 0 : cpu.afterMilli / cpu.allocatableMilli;
}

function memoryShare({ memory }: PlannedNode): number {
  return memory.allocatableMiB === 0 ? 0 : memory.afterMiB / memory.allocatableMiB;
}
