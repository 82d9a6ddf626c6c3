import { UserError } from "../infra/diagnostics/user-error";

/** A Helm chart at one version. */
export interface Chart {
  /** `https://` of an index, or `oci://` of the folder that the chart is in. */
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
  cilium: {
    repository: "https://helm.cilium.io/",
    name: "cilium",
    // renovate: datasource=helm registryUrl=https://helm.cilium.io/ depName=cilium
    version: "1.20.1",
  },
  // The last release: the project was retired in March 2026 (docs/network.md).
  ingressNginx: {
    repository: "https://kubernetes.github.io/ingress-nginx",
    name: "ingress-nginx",
    // renovate: datasource=helm registryUrl=https://kubernetes.github.io/ingress-nginx depName=ingress-nginx
    version: "4.15.1",
  },
  cephCsiRbd: {
    repository: "https://ceph.github.io/csi-charts",
    name: "ceph-csi-rbd",
    // renovate: datasource=helm registryUrl=https://ceph.github.io/csi-charts depName=ceph-csi-rbd
    version: "3.16.2",
  },
  cephCsiCephfs: {
    repository: "https://ceph.github.io/csi-charts",
    name: "ceph-csi-cephfs",
    // renovate: datasource=helm registryUrl=https://ceph.github.io/csi-charts depName=ceph-csi-cephfs
    version: "3.16.2",
  },
  csiDriverNfs: {
    repository: "https://raw.githubusercontent.com/kubernetes-csi/csi-driver-nfs/master/charts",
    name: "csi-driver-nfs",
    // renovate: datasource=helm registryUrl=https://raw.githubusercontent.com/kubernetes-csi/csi-driver-nfs/master/charts depName=csi-driver-nfs
    version: "4.13.4",
  },
  // 0.7 has other values: its registry has a node port and no host port.
  spegel: {
    repository: "oci://ghcr.io/spegel-org/helm-charts",
    name: "spegel",
    // renovate: datasource=docker depName=ghcr.io/spegel-org/helm-charts/spegel
    version: "0.3.0",
  },
  reloader: {
    repository: "https://stakater.github.io/stakater-charts",
    name: "reloader",
    // renovate: datasource=helm registryUrl=https://stakater.github.io/stakater-charts depName=reloader
    version: "2.2.7",
  },
  metricsServer: {
    repository: "https://kubernetes-sigs.github.io/metrics-server/",
    name: "metrics-server",
    // renovate: datasource=helm registryUrl=https://kubernetes-sigs.github.io/metrics-server/ depName=metrics-server
    version: "3.13.1",
  },
  snapshotController: {
    repository: "https://piraeus.io/helm-charts/",
    name: "snapshot-controller",
    // renovate: datasource=helm registryUrl=https://piraeus.io/helm-charts/ depName=snapshot-controller
    version: "5.1.1",
  },
  volsync: {
    repository: "https://backube.github.io/helm-charts/",
    name: "volsync",
    // renovate: datasource=helm registryUrl=https://backube.github.io/helm-charts/ depName=volsync
    version: "0.16.0",
  },
  nodeFeatureDiscovery: {
    repository: "https://kubernetes-sigs.github.io/node-feature-discovery/charts",
    name: "node-feature-discovery",
    // renovate: datasource=helm registryUrl=https://kubernetes-sigs.github.io/node-feature-discovery/charts depName=node-feature-discovery
    version: "0.18.3",
  },
  nvidiaDevicePlugin: {
    repository: "https://nvidia.github.io/k8s-device-plugin",
    name: "nvidia-device-plugin",
    // renovate: datasource=helm registryUrl=https://nvidia.github.io/k8s-device-plugin depName=nvidia-device-plugin
    version: "0.20.0",
  },
  coredns: {
    repository: "https://coredns.github.io/helm",
    name: "coredns",
    // renovate: datasource=helm registryUrl=https://coredns.github.io/helm depName=coredns
    version: "1.43.3",
  },
  flux: {
    repository: "https://fluxcd-community.github.io/helm-charts",
    name: "flux2",
    // renovate: datasource=helm registryUrl=https://fluxcd-community.github.io/helm-charts depName=flux2
    version: "2.17.2",
  },
  verticalPodAutoscaler: {
    repository: "https://kubernetes.github.io/autoscaler",
    name: "vertical-pod-autoscaler",
    // renovate: datasource=helm registryUrl=https://kubernetes.github.io/autoscaler depName=vertical-pod-autoscaler
    version: "0.9.0",
  },
  goldilocks: {
    repository: "https://charts.fairwinds.com/stable",
    name: "goldilocks",
    // renovate: datasource=helm registryUrl=https://charts.fairwinds.com/stable depName=goldilocks
    version: "11.0.0",
  },
  prometheusOperatorCrds: {
    repository: "https://prometheus-community.github.io/helm-charts",
    name: "prometheus-operator-crds",
    // renovate: datasource=helm registryUrl=https://prometheus-community.github.io/helm-charts depName=prometheus-operator-crds
    version: "33.0.2",
  },
  karpenter: {
    repository: "oci://public.ecr.aws/karpenter",
    name: "karpenter",
    // renovate: datasource=docker depName=public.ecr.aws/karpenter/karpenter
    version: "1.13.0",
  },
  karpenterCrd: {
    repository: "oci://public.ecr.aws/karpenter",
    name: "karpenter-crd",
    // renovate: datasource=docker depName=public.ecr.aws/karpenter/karpenter-crd
    version: "1.13.0",
  },
  talosCloudControllerManager: {
    repository: "oci://ghcr.io/siderolabs/charts",
    name: "talos-cloud-controller-manager",
    // renovate: datasource=docker depName=ghcr.io/siderolabs/charts/talos-cloud-controller-manager
    version: "0.5.4",
  },
  liqo: {
    repository: "https://helm.liqo.io/",
    name: "liqo",
    // renovate: datasource=helm registryUrl=https://helm.liqo.io/ depName=liqo
    version: "v1.2.0",
  },
  argoCd: {
    repository: "https://argoproj.github.io/argo-helm",
    name: "argo-cd",
    // renovate: datasource=helm registryUrl=https://argoproj.github.io/argo-helm depName=argo-cd
    version: "10.1.1",
  },
} as const satisfies Record<string, Chart>;

/** The descheduler is built against one minor version of Kubernetes; its own minor version is the same. */
const deschedulerVersions: Readonly<Record<string, string>> = {
  // renovate: datasource=helm registryUrl=https://kubernetes-sigs.github.io/descheduler/ depName=descheduler
  "1.33": "0.33.0",
  // renovate: datasource=helm registryUrl=https://kubernetes-sigs.github.io/descheduler/ depName=descheduler
  "1.34": "0.34.0",
  // renovate: datasource=helm registryUrl=https://kubernetes-sigs.github.io/descheduler/ depName=descheduler
  "1.35": "0.35.1",
  // renovate: datasource=helm registryUrl=https://kubernetes-sigs.github.io/descheduler/ depName=descheduler
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
