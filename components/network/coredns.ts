import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { formatIpv4, parseCidr } from "../../infra/hardware/ipv4";
import type { PodPlacement } from "../../infra/placement/emit/pod-placement";
import { formatCpuMilli, formatMemoryBytes } from "../../infra/quantities/quantity";
import type { Workload } from "../../infra/workloads/workload";
import { type ReleaseTransform, chartRelease } from "../chart-release";
import { charts } from "../charts";
import { childOptions } from "../child-options";
import { placementValues } from "../placement-values";

export interface CoreDnsArgs {
  /** Its row: how many pods, what each requests and may use, how they are replaced. */
  readonly workload: Pick<Workload, "replicas" | "requests" | "limits" | "rollout">;
  /** Networks of Services: its own address is the tenth of the first, where K3s' kubelets look for it. */
  readonly serviceSubnets: readonly string[];
  /** Where its pods run, and how they are spread. Default: anywhere. */
  readonly placement?: PodPlacement | undefined;
  readonly transform?: { readonly release?: ReleaseTransform };
}

/**
 * CoreDNS in place of the one that K3s brings along, which has a single pod and nothing to set that by. Its disruption
 * budget is made from its row, as everybody's.
 *
 * @see https://github.com/coredns/helm/tree/master/charts/coredns
 */
export class CoreDns extends pulumi.ComponentResource {
  readonly release: kubernetes.helm.v3.Release;

  constructor(name: string, args: CoreDnsArgs, options?: pulumi.ComponentResourceOptions) {
    const { workload, placement, transform } = args;
    const { requests, limits, rollout } = workload;
    const values = {
      replicaCount: workload.replicas,
      // What looks for the cluster's DNS by name looks for this one.
      service: { name: "kube-dns", clusterIP: clusterDns(args.serviceSubnets) },
      serviceAccount: { create: true },
      priorityClassName: "system-cluster-critical",
      resources: {
        requests: { cpu: formatCpuMilli(requests.cpuMilli), memory: formatMemoryBytes(requests.memoryBytes) },
        // The chart limits CPU too, which slows down every name that is looked up.
        limits: { cpu: null, ...(limits.memoryBytes === undefined ? {} : { memory: formatMemoryBytes(limits.memoryBytes) }) },
      },
      ...(rollout === undefined ? {} : { rollingUpdate: { ...rollout } }),
      ...placementValues(placement),
      ...(placement?.topologySpreadConstraints === undefined ? {} : { topologySpreadConstraints: placement.topologySpreadConstraints }),
    };

    super("berth:network:CoreDns", name, {}, options);
    this.release = chartRelease(
      `${name}-chart`,
      { chart: charts.coredns, namespace: "kube-system", createNamespace: false, values, transform: transform?.release },
      childOptions(this, options),
    );
    this.registerOutputs({});
  }
}

/** K3s' own choice, unless it is told otherwise. @see https://docs.k3s.io/cli/server#networking */
const place = 10;
const defaultServiceSubnet = "10.43.0.0/16";

function clusterDns([first = defaultServiceSubnet]: readonly string[]): string {
  return formatIpv4(parseCidr(first).first + place);
}
