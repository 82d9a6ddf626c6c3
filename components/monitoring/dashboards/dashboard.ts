/** A level at which a line or value changes its colour. */
export interface Threshold {
  readonly color: "green" | "yellow" | "orange" | "red" | "blue";
  /** From this value on; absent for the first. */
  readonly from?: number;
}

export interface Query {
  /** PromQL. */
  readonly expr: string;
  /** How a series is called: `{{node}}`. */
  readonly legend: string;
}

/** One panel of a dashboard, before it has its place. */
export interface PanelSpec {
  readonly title: string;
  /** What it shows and what to do when it is not green. */
  readonly description: string;
  readonly kind: "timeseries" | "stat" | "table";
  readonly unit: "percent" | "short" | "s" | "watt";
  readonly queries: readonly Query[];
  /** Ascending; the first without a value. Default: green throughout. */
  readonly thresholds?: readonly Threshold[];
  /** Smallest and largest value of the axis. Default: those of the data. */
  readonly min?: number;
  readonly max?: number;
  /** In columns of the 24 that there are. Default 12. */
  readonly width?: 6 | 8 | 12 | 24;
}

export interface DashboardSpec {
  /** Part of its address; stays the same for good. At most 40 characters. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly panels: readonly PanelSpec[];
}

/** Of the format that Grafana 11 and later write; they migrate older ones when they load them. */
const schemaVersion = 39;
const columns = 24;
const panelHeight = 8;

/** Chosen above the dashboard, so that it works whatever the data source is called. */
const datasource = { type: "prometheus", uid: "${datasource}" };

/**
 * A dashboard in Grafana's JSON model.
 *
 * @see https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/
 */
export function dashboardJson({ uid, title, description, panels }: DashboardSpec): Readonly<Record<string, unknown>> {
  return {
    uid,
    title,
    description,
    tags: ["berth"],
    schemaVersion,
    editable: false,
    timezone: "browser",
    refresh: "1m",
    time: { from: "now-24h", to: "now" },
    templating: { list: [{ name: "datasource", label: "Data source", type: "datasource", query: "prometheus" }] },
    annotations: { list: [] },
    panels: places(panels).map(({ spec, ...gridPos }, index) => panelJson(spec, index + 1, gridPos)),
  };
}

interface Place {
  readonly spec: PanelSpec;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** From left to right, and on to the next row when one is full. */
function places(panels: readonly PanelSpec[]): readonly Place[] {
  let [x, y] = [0, 0];
  return panels.map((spec) => {
    const w = spec.width ?? 12;
    if (x + w > columns) {
      [x, y] = [0, y + panelHeight];
    }
    const place = { spec, x, y, w, h: panelHeight };
    x += w;
    return place;
  });
}

function panelJson(spec: PanelSpec, id: number, gridPos: Omit<Place, "spec">): Readonly<Record<string, unknown>> {
  const { title, description, kind, unit, queries, min, max } = spec;
  const thresholds: readonly Threshold[] = spec.thresholds ?? [{ color: "green" }];
  const steps = thresholds.map(({ color, from }) => ({ color, value: from ?? null }));
  return {
    id,
    title,
    description,
    type: kind,
    gridPos,
    datasource,
    targets: queries.map(({ expr, legend }, index) => ({
      refId: String.fromCharCode("A".charCodeAt(0) + index),
      datasource,
      expr,
      legendFormat: legend,
      ...(kind === "timeseries" ? { range: true } : { instant: true, range: false, format: kind === "table" ? "table" : "time_series" }),
    })),
    fieldConfig: {
      defaults: {
        unit,
        ...(min === undefined ? {} : { min }),
        ...(max === undefined ? {} : { max }),
        thresholds: { mode: "absolute", steps },
        ...(kind === "timeseries" ? { custom: { thresholdsStyle: { mode: steps.length > 1 ? "line" : "off" } } } : {}),
      },
      overrides: [],
    },
    ...(kind === "table" ? { transformations: [{ id: "merge", options: {} }] } : {}),
    options: kind === "timeseries" ? { legend: { displayMode: "list", placement: "bottom" }, tooltip: { mode: "multi" } } : {},
  };
}
