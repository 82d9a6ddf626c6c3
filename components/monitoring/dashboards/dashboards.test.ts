import { z } from "zod";
import { defaultThresholds } from "../../../infra/autoscaling/thresholds";
import { Metrics } from "../../../services/scale-relay/metrics";
import { checkAlertRules } from "../../../toolchain/alert-rules";
import { dashboardJson, type DashboardSpec } from "./dashboard";
import { disruptionHeadroomDashboard } from "./disruption-headroom-dashboard";
import { goalsDashboard } from "./goals-dashboard";
import { scalingEventsDashboard } from "./scaling-events-dashboard";
import { utilisationDashboard } from "./utilisation-dashboard";

jest.setTimeout(10 * 60 * 1000);

const ceilings = { controlPlane: { cpuPercent: 70, memoryPercent: 85 }, worker: { cpuPercent: 85, memoryPercent: 90 } };
const specs: readonly DashboardSpec[] = [
  utilisationDashboard({ ceilings, thresholds: defaultThresholds, minNodes: 3, maxNodes: 6 }),
  scalingEventsDashboard({ stack: "mesh" }),
  disruptionHeadroomDashboard(),
  goalsDashboard({ stack: "mesh", ceilings, metrics: { requests: [], scaleToZero: 5, metered: ["cp1"] } }),
];

/** What Grafana's JSON model must have to be shown as it is meant. */
const datasource = z.strictObject({ type: z.literal("prometheus"), uid: z.literal("${datasource}") });
const model = z.strictObject({
  uid: z.string().regex(/^[a-z0-9-]{1,40}$/),
  title: z.string().min(1),
  description: z.string().min(1),
  tags: z.array(z.string()),
  schemaVersion: z.int().min(36),
  editable: z.boolean(),
  timezone: z.enum(["browser", "utc"]),
  refresh: z.string().regex(/^\d+[smh]$/),
  time: z.strictObject({ from: z.string(), to: z.string() }),
  templating: z.strictObject({
    list: z.tuple([
      z.strictObject({ name: z.literal("datasource"), label: z.string(), type: z.literal("datasource"), query: z.literal("prometheus") }),
    ]),
  }),
  annotations: z.strictObject({ list: z.tuple([]) }),
  panels: z
    .array(
      z.strictObject({
        id: z.int().positive(),
        title: z.string().min(1),
        description: z.string().min(1),
        type: z.enum(["timeseries", "stat", "table"]),
        gridPos: z.strictObject({ x: z.int().min(0).max(23), y: z.int().min(0), w: z.int().min(1).max(24), h: z.int().min(1) }),
        datasource,
        targets: z
          .array(
            z.strictObject({
              refId: z.string().regex(/^[A-Z]$/),
              datasource,
              expr: z.string().min(1),
              legendFormat: z.string(),
              range: z.boolean(),
              instant: z.boolean().optional(),
              format: z.enum(["table", "time_series"]).optional(),
            }),
          )
          .min(1),
        fieldConfig: z.strictObject({
          defaults: z.looseObject({
            unit: z.string(),
            thresholds: z.strictObject({
              mode: z.literal("absolute"),
              steps: z.array(z.strictObject({ color: z.string(), value: z.number().nullable() })).min(1),
            }),
          }),
          overrides: z.tuple([]),
        }),
        transformations: z.array(z.strictObject({ id: z.string(), options: z.strictObject({}) })).optional(),
        options: z.looseObject({}),
      }),
    )
    .min(1),
});
const dashboards = specs.map((spec) => model.parse(dashboardJson(spec)));

it.each(dashboards.map((dashboard) => [dashboard.uid, dashboard] as const))("%s is in order", (_, { panels }) => {
  expect(panels.map(({ id }) => id)).toEqual(panels.map((_panel, i) => i + 1));
  for (const [i, { gridPos, fieldConfig, targets }] of panels.entries()) {
    expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
    for (const other of panels.slice(i + 1).map((panel) => panel.gridPos)) {
      const apart =
        gridPos.x + gridPos.w <= other.x ||
        other.x + other.w <= gridPos.x ||
        gridPos.y + gridPos.h <= other.y ||
        other.y + other.h <= gridPos.y;
      expect(apart).toBe(true);
    }
    const [first, ...levels] = fieldConfig.defaults.thresholds.steps.map(({ value }) => value);
    expect(first).toBeNull();
    expect(levels).toEqual([...levels].sort((a, b) => (a ?? 0) - (b ?? 0)));
    expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length);
  }
});

it("have different addresses", () => {
  expect(new Set(dashboards.map(({ uid }) => uid)).size).toBe(dashboards.length);
});

it("ask what Prometheus can parse", async () => {
  const expressions = dashboards.flatMap(({ panels }) => panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)));
  expect(expressions.length).toBeGreaterThan(15);
  expect(await checkAlertRules({ rules: "groups: []", expressions, scenarios: [] }, process.env)).toEqual({ errors: [], firing: [] });
});

it("have the plan's ceilings and the thresholds of scaling as their levels", () => {
  const levels = (title: string): readonly unknown[] | undefined =>
    dashboards[0]?.panels
      .find((panel) => panel.title === title)
      ?.fieldConfig.defaults.thresholds.steps.map(({ color, value }) => [color, value]);
  expect(levels("Memory requested, by node")).toEqual([
    ["green", null],
    ["orange", 85],
    ["red", 100],
  ]);
  expect(levels("CPU requested, by node")?.[1]).toEqual(["orange", 70]);
  expect(levels("Memory used, all nodes")).toEqual([
    ["green", null],
    ["yellow", 70],
    ["red", 80],
  ]);
  expect(levels("Nodes")).toEqual([
    ["red", null],
    ["green", 3],
    ["orange", 6],
  ]);
});

it("ask only for metrics that the relay has", () => {
  const rendered = new Metrics().render();
  const asked = JSON.stringify(dashboards).match(/scale_relay_\w+/g) ?? [];
  expect(new Set(asked).size).toBe(3);
  for (const metric of asked) {
    expect(rendered).toContain(`# TYPE ${metric} `);
  }
});
