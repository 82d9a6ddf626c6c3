import { UserError } from "../infra/diagnostics/user-error";

/** A Helm chart at one version. */
export interface Chart {
  readonly repository: string;
  readonly name: string;
  readonly version: string;
}

/**
 * Every chart that Berth installs, in one place. The comments are for update bots: each stands above the version that
 * it describes.
 */
export const charts = {
  keda: {
    repository: "https://kedacore.github.io/charts",
    name: "keda",
    // renovate: datasource=helm registryUrl=https://kedacore.github.io/charts depName=keda
    version: "2.20.2",
  },
  kedaHttpAddOn: {
    repository: "https://kedacore.github.io/charts",
    name: "keda-add-ons-http",
    // renovate: datasource=helm registryUrl=https://kedacore.github.io/charts depName=keda-add-ons-http
    version: "0.15.0",
  },
  kyverno: {
    repository: "https://kyverno.github.io/kyverno/",
    name: "kyverno",
    // renovate: datasource=helm registryUrl=https://kyverno.github.io/kyverno/ depName=kyverno
    version: "3.9.1",
  },
} as const satisfies Record<string, Chart>;

/** The descheduler is built against one minor version of Kubernetes; its own minor version is the same. */
const deschedulerVersions: Readonly<Record<string, string>> = {
  "1.33": "0.33.0",
  "1.34": "0.34.0",
  "1.35": "0.35.1",
  "1.36": "0.36.0",
};

/**
 * The descheduler's chart for a cluster.
 *
 * @param kubernetesVersion without a leading `v`: `1.35.4`.
 * @throws UserError for a minor version that no chart is known for.
 */
export function deschedulerChart(kubernetesVersion: string): Chart {
  const minor = kubernetesVersion.split(".").slice(0, 2).join(".");
  const version = deschedulerVersions[minor];
  if (version === undefined) {
    throw new UserError("the descheduler does not fit the cluster", [
      {
        path: "hardware.cluster.kubernetesVersion",
        value: kubernetesVersion,
        message: "has a minor version that no known descheduler chart is built for",
        fix: `use one of ${Object.keys(deschedulerVersions).join(", ")}, or add the chart's version to components/charts.ts`,
      },
    ]);
  }
  return { repository: "https://kubernetes-sigs.github.io/descheduler/", name: "descheduler", version };
}
