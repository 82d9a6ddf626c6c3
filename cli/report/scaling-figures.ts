import type { FleetCapacity, RequestedBy } from "../../infra/capacity/capacity-document";
import { total } from "../../infra/capacity/overhead";
import { fleetColumns, fleetRows } from "./fleet-capacity";

/** What each load takes, and what autoscaling costs and gives back: Markdown for a stack's page, from its tables alone. */
export function renderScalingFigures(fleet: FleetCapacity): string {
  const { overhead, released, net } = fleet.scaling;
  return [
    table([...fleetColumns], fleetRows(fleet)),
    table(["the autoscalers' own pods", "pods", "CPU", "memory"], [...overhead.map(cells), sum("all", overhead)]),
    table(
      ["goes to zero", "pods at normal load", "CPU", "memory"],
      [...released.map(cells), sum("all", released), ["less the autoscalers", "", `${net.cpuMilli}m`, `${net.memoryMiB} MiB`]],
    ),
  ].join("\n\n");
}

function cells({ id, pods, cpuMilli, memoryMiB }: RequestedBy): readonly string[] {
  return [id, String(pods), `${cpuMilli}m`, `${memoryMiB} MiB`];
}

function sum(name: string, rows: readonly RequestedBy[]): readonly string[] {
  return cells({
    id: name,
    pods: total(rows, ({ pods }) => pods),
    cpuMilli: total(rows, ({ cpuMilli }) => cpuMilli),
    memoryMiB: total(rows, ({ memoryMiB }) => memoryMiB),
  });
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (texts: readonly string[]): string => `| ${texts.join(" | ")} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? "---" : "---:"))), ...rows.map(line)].join("\n");
}
