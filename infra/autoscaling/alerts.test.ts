import { scalingAlerts } from "./alerts";
import { checkAlertRules } from "../../toolchain/alert-rules";
import { defaultThresholds } from "./thresholds";

jest.setTimeout(10 * 60 * 1000);

const args = { stack: "mesh", minNodes: 3, maxNodes: 6, namespace: "monitoring", thresholds: defaultThresholds };

function ruleFile(alerts: readonly object[]): string {
  return JSON.stringify({ groups: [{ name: "node-autoscaling", interval: "1m", rules: alerts }] });
}

/** A span of time in which nodes have a share of their memory and CPU in use. */
interface Phase {
  readonly minutes: number;
  readonly nodes: number;
  readonly memoryPercent: number;
  readonly cpuPercent: number;
}

/** The node exporter's series of phases one after the other. */
function seriesOf(phases: readonly Phase[]): { readonly series: readonly string[]; readonly minutes: number } {
  const most = Math.max(...phases.map(({ nodes }) => nodes));
  const repeat = (minutes: number, value: string): string => `${value}x${minutes - 1}`;
  const series = Array.from({ length: most }, (_, index) => {
    const instance = `instance="node-${index + 1}"`;
    const there = (value: (phase: Phase) => string): string =>
      phases.map((phase) => (index < phase.nodes ? repeat(phase.minutes, value(phase)) : `_x${phase.minutes}`)).join(" ");
    let idle = 0;
    const idleSeconds = phases
      .map(({ minutes, nodes, cpuPercent }) => {
        const each = 60 * (1 - cpuPercent / 100);
        const from = idle;
        idle += each * minutes;
        return index < nodes ? `${from}+${each}x${minutes - 1}` : `_x${minutes}`;
      })
      .join(" ");
    return [
      `node_memory_MemTotal_bytes{${instance}} ${there(() => "100+0")}`,
      `node_memory_MemAvailable_bytes{${instance}} ${there(({ memoryPercent }) => `${100 - memoryPercent}+0`)}`,
      `node_cpu_seconds_total{${instance},cpu="0",mode="idle"} ${idleSeconds}`,
    ];
  }).flat();
  return { series, minutes: phases.reduce((sum, { minutes }) => sum + minutes, 0) - 1 };
}

async function firing(...phases: readonly Phase[]): Promise<readonly string[]> {
  const { errors, firing: spans } = await checkAlertRules(
    { rules: ruleFile(scalingAlerts(args)), scenarios: [seriesOf(phases)] },
    process.env,
  );
  expect(errors).toEqual([]);
  return (spans[0] ?? []).map(({ alert, from, to }) => `${alert} ${from}-${to}`);
}

const quiet = { nodes: 3, memoryPercent: 50, cpuPercent: 40 };

it("asks all nodes together, once the number has settled, and only where it can change", () => {
  const [high, , low] = scalingAlerts({ ...args, matchers: 'job="node"' });
  const nodes = 'count(count by (instance) (node_memory_MemTotal_bytes{job="node"}))';
  const settled = `(${nodes} == count(count by (instance) (node_memory_MemTotal_bytes{job="node"} offset 20m)))`;
  const memory = '100 * (1 - sum(node_memory_MemAvailable_bytes{job="node"}) / sum(node_memory_MemTotal_bytes{job="node"}))';
  const cpu = '100 * (1 - avg(rate(node_cpu_seconds_total{mode="idle",job="node"}[5m])))';
  expect(high?.expr).toBe(`(${memory} > 80) and on () ${settled} and on () (${nodes} < 6)`);
  expect(low?.expr).toBe(`((${memory} < 30) and on () (${cpu} < 30)) and on () ${settled} and on () (${nodes} > 3)`);
  expect(high?.labels).toEqual({ severity: "warning", action: "scale_up", stack: "mesh", namespace: "monitoring" });
  expect(low?.labels).toEqual({ severity: "info", action: "scale_down", stack: "mesh", namespace: "monitoring" });
  expect(high?.annotations["nodes"]).toBe(`{{ with query ${JSON.stringify(nodes)} }}{{ . | first | value | printf "%.0f" }}{{ end }}`);
});

it("is refused by Prometheus when it is wrong", async () => {
  const [rule] = scalingAlerts(args);
  const { errors } = await checkAlertRules({ rules: ruleFile([{ ...rule, expr: "sum(" }]), scenarios: [] }, process.env);
  expect(errors).toEqual([expect.stringContaining("could not parse expression")]);
  const template = { ...rule, annotations: { nodes: "{{ with query }" } };
  expect((await checkAlertRules({ rules: ruleFile([template]), scenarios: [] }, process.env)).errors).toHaveLength(1);
});

it("fires after ten minutes of full memory, or of busy CPUs", async () => {
  expect(await firing({ minutes: 30, ...quiet }, { minutes: 20, ...quiet, memoryPercent: 85 })).toEqual(["ClusterCapacityHigh 40-49"]);
  expect(await firing({ minutes: 30, ...quiet }, { minutes: 30, ...quiet, cpuPercent: 95 })).toEqual([
    expect.stringMatching(/^ClusterCPUHigh 4\d-59$/),
  ]);
});

it("is silent through a peak of nine minutes, and between the thresholds", async () => {
  expect(await firing({ minutes: 30, ...quiet }, { minutes: 9, ...quiet, memoryPercent: 99 }, { minutes: 60, ...quiet })).toEqual([]);
  expect(await firing({ minutes: 60, ...quiet, memoryPercent: 80 }, { minutes: 60, ...quiet, nodes: 4, memoryPercent: 30 })).toEqual([]);
});

it("goes silent when a node joins, and no other alert follows under the same load", async () => {
  const used = 3 * 84;
  expect(
    await firing({ minutes: 40, ...quiet, memoryPercent: used / 3 }, { minutes: 240, nodes: 4, memoryPercent: used / 4, cpuPercent: 20 }),
  ).toEqual(["ClusterCapacityHigh 30-39"]);
  const little = 4 * 29;
  expect(
    await firing(
      { minutes: 60, nodes: 4, memoryPercent: little / 4, cpuPercent: 20 },
      { minutes: 240, nodes: 3, memoryPercent: little / 3, cpuPercent: 26 },
    ),
  ).toEqual(["ClusterCapacityLow 50-59"]);
});

it("fires again when one more was not enough", async () => {
  expect(await firing({ minutes: 40, ...quiet, memoryPercent: 95 }, { minutes: 50, ...quiet, nodes: 4, memoryPercent: 85 })).toEqual([
    "ClusterCapacityHigh 30-39",
    "ClusterCapacityHigh 70-89",
  ]);
});

it("never asks for more than there may be, nor for fewer", async () => {
  expect(await firing({ minutes: 90, nodes: 6, memoryPercent: 99, cpuPercent: 99 })).toEqual([]);
  expect(await firing({ minutes: 90, nodes: 3, memoryPercent: 5, cpuPercent: 5 })).toEqual([]);
});

it("asks for fewer when memory and CPU are low, not when one of them is", async () => {
  expect(await firing({ minutes: 90, nodes: 5, memoryPercent: 20, cpuPercent: 20 })).toEqual(["ClusterCapacityLow 50-89"]);
  expect(await firing({ minutes: 90, nodes: 5, memoryPercent: 20, cpuPercent: 50 })).toEqual([]);
  expect(await firing({ minutes: 90, nodes: 5, memoryPercent: 50, cpuPercent: 20 })).toEqual([]);
});
