import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../child-options";
import { dashboardJson, type DashboardSpec } from "./dashboards/dashboard";

export interface GrafanaDashboardsArgs {
  /** Where Grafana's sidecar looks: its own namespace, unless it is told to look in all. Has to exist. */
  readonly namespace: string;
  readonly dashboards: readonly DashboardSpec[];
  /** Folder in Grafana. Default `Berth`. */
  readonly folder?: string;
}

/** Label and annotation that the sidecar of Grafana's chart looks for by default. */
const sidecarLabel = "grafana_dashboard";
const folderAnnotation = "grafana_folder";

/**
 * Dashboards as ConfigMaps, one each, which the sidecar of Grafana's chart loads.
 *
 * @see https://github.com/grafana-community/helm-charts/tree/main/charts/grafana#sidecar-for-dashboards
 */
export class GrafanaDashboards extends pulumi.ComponentResource {
  constructor(name: string, args: GrafanaDashboardsArgs, options?: pulumi.ComponentResourceOptions) {
    const { namespace, dashboards, folder = "Berth" } = args;

    super("berth:monitoring:GrafanaDashboards", name, {}, options);
    const child = childOptions(this, options);
    for (const dashboard of dashboards) {
      new kubernetes.core.v1.ConfigMap(
        `${name}-${dashboard.uid}`,
        {
          metadata: { namespace, name: dashboard.uid, labels: { [sidecarLabel]: "1" }, annotations: { [folderAnnotation]: folder } },
          data: { [`${dashboard.uid}.json`]: `${JSON.stringify(dashboardJson(dashboard), null, 2)}\n` },
        },
        child,
      );
    }
    this.registerOutputs({});
  }
}
