/** Every container image that Berth runs itself, in one place. What charts run stands in their own values. */
export const images = {
  // renovate: datasource=docker depName=docker.io/intel/intel-gpu-plugin
  intelGpuPlugin: "docker.io/intel/intel-gpu-plugin:0.36.0",
  // renovate: datasource=docker depName=docker.io/rancher/system-upgrade-controller
  systemUpgradeController: "docker.io/rancher/system-upgrade-controller:v0.16.3",
  // renovate: datasource=docker depName=docker.io/rancher/kubectl
  upgradeKubectl: "docker.io/rancher/kubectl:v1.34.3",
} as const satisfies Readonly<Record<string, string>>;
