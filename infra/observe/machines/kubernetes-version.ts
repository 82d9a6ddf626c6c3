import type { Node } from "../api/node";
import type { Remarks } from "../remarks";

/** `1.35.4`: what the API server says, else the lowest version of a kubelet, else `0.0.0` with a remark. */
export function kubernetesVersionOf(gitVersion: string | undefined, nodes: readonly Node[] | undefined, remarks: Remarks): string {
  const kubelets = (nodes ?? []).flatMap(({ status }) => plain(status.nodeInfo.kubeletVersion) ?? []).sort(compareVersions);
  const found = (gitVersion === undefined ? undefined : plain(gitVersion)) ?? kubelets[0];
  if (found === undefined) {
    remarks.add("assumed", "Kubernetes version", "could not be read; the table says 0.0.0", "write it in hardware.ts");
  }
  return found ?? "0.0.0";
}

function plain(version: string): string | undefined {
  return /^v?(\d+\.\d+\.\d+)/.exec(version)?.[1];
}

function compareVersions(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}
