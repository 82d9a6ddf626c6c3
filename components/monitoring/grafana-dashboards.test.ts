import { recordProgram } from "../testing/recorded-program";
import { dashboardJson } from "./dashboards/dashboard";
import { disruptionHeadroomDashboard } from "./dashboards/disruption-headroom-dashboard";
import { GrafanaDashboards } from "./grafana-dashboards";

it("provisions each dashboard as a ConfigMap that Grafana's sidecar finds", async () => {
  const dashboard = disruptionHeadroomDashboard();
  const { resources } = await recordProgram(
    () => new GrafanaDashboards("dashboards", { namespace: "monitoring", dashboards: [dashboard] }),
  );
  expect(resources.map(({ type, name, parent }) => [type, name, parent])).toEqual([
    ["berth:monitoring:GrafanaDashboards", "dashboards", undefined],
    ["kubernetes:core/v1:ConfigMap", "dashboards-berth-disruption-headroom", "dashboards"],
  ]);
  const { data, ...rest } = resources[1]?.inputs ?? {};
  expect(rest).toEqual({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: {
      namespace: "monitoring",
      name: "berth-disruption-headroom",
      labels: { grafana_dashboard: "1" },
      annotations: { grafana_folder: "Berth" },
    },
  });
  const [[file, text] = []] = Object.entries(data as Record<string, string>);
  expect(file).toBe("berth-disruption-headroom.json");
  expect(JSON.parse(text ?? "")).toEqual(dashboardJson(dashboard));
});
