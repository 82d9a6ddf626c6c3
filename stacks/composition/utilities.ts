import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { NodeFeatureDiscovery } from "../../components/devices/node-feature-discovery";
import { NfsStorage, type NfsStorageArgs } from "../../components/storage/nfs-storage";
import { MetricsServer, type MetricsServerArgs } from "../../components/utilities/metrics-server";
import { Reloader, type ReloaderArgs } from "../../components/utilities/reloader";
import { Spegel, type SpegelArgs } from "../../components/utilities/spegel";
import { offVirtualNodes } from "../../infra/burst/federation/virtual-node";
import { UserError } from "../../infra/diagnostics/user-error";
import type { PodPlacements } from "../../infra/placement/emit/pod-placement";
import type { Stack } from "../../infra/stack/stack";

/** What a cluster gets; absent is not installed. The descheduler is part of the workload layer. */
export interface UtilityChoices {
  readonly spegel?: Pick<SpegelArgs, "mirroredRegistries">;
  readonly reloader?: Pick<ReloaderArgs, "ignoredNamespaces">;
  readonly metricsServer?: Pick<MetricsServerArgs, "kubeletCertificates">;
  readonly nfs?: Pick<NfsStorageArgs, "server" | "volumes" | "classes" | "connections">;
  readonly nodeFeatureDiscovery?: true;
  /** Whether what has metrics gets a monitor, whose kinds have to exist. Default false. */
  readonly monitored?: boolean;
}

export interface UtilitiesArgs {
  readonly stack: Stack;
  readonly placements: PodPlacements;
  readonly provider: kubernetes.Provider;
  readonly choices: UtilityChoices;
  /** What must be there before: the network, and the kinds of monitors. Default: nothing. */
  readonly after?: readonly pulumi.Resource[];
}

/** Rows without which a plan would not count what a utility takes. */
const rowsOf = {
  spegel: ["spegel/spegel"],
  reloader: ["reloader/reloader"],
  metricsServer: ["kube-system/metrics-server"],
  nfs: ["csi-driver-nfs/csi-nfs-node", "csi-driver-nfs/csi-nfs-controller"],
  nodeFeatureDiscovery: ["node-feature-discovery/nfd-worker", "node-feature-discovery/nfd-master", "node-feature-discovery/nfd-gc"],
} as const satisfies Partial<Record<keyof UtilityChoices, readonly string[]>>;

/**
 * What is useful to every workload and belongs to none of them.
 *
 * @returns What workloads have to wait for.
 * @throws UserError naming every row that is missing from the stack's tables.
 */
export function deployUtilities({ stack, placements, provider, choices, after = [] }: UtilitiesArgs): readonly pulumi.Resource[] {
  const { spegel, reloader, metricsServer, nfs, nodeFeatureDiscovery, monitored = false } = choices;
  requireRows(stack, choices);
  const options = { provider, dependsOn: [...after] };
  const { hardware } = stack;
  const everywhere = stack.burst?.mode === "federation" ? { affinity: offVirtualNodes } : {};
  return [
    ...(spegel === undefined
      ? []
      : [new Spegel("spegel", { ...spegel, ...everywhere, operatingSystem: hardware.operatingSystem, monitored }, options)]),
    ...(reloader === undefined
      ? []
      : [new Reloader("reloader", { ...reloader, monitored, placement: placements.get("reloader/reloader") }, options)]),
    ...(metricsServer === undefined
      ? []
      : [
          new MetricsServer(
            "metrics-server",
            { ...metricsServer, monitored, placement: placements.get("kube-system/metrics-server") },
            options,
          ),
        ]),
    ...(nfs === undefined ? [] : [new NfsStorage("nfs", { ...nfs, ...everywhere }, options)]),
    ...(nodeFeatureDiscovery === undefined
      ? []
      : [
          new NodeFeatureDiscovery(
            "node-feature-discovery",
            { hardware, placement: placements.get("node-feature-discovery/nfd-master"), ...everywhere },
            options,
          ),
        ]),
  ];
}

function requireRows({ workloads }: Stack, choices: UtilityChoices): void {
  const rows = new Set(workloads.map(({ id }) => id));
  const needed = Object.entries(rowsOf).flatMap(([utility, ids]) => (Object.hasOwn(choices, utility) ? ids : []));
  const missing = needed.filter((id) => !rows.has(id));
  if (missing.length > 0) {
    throw new UserError(
      "a utility is not in the plan",
      missing.map((id) => ({
        path: `workloads[${id}]`,
        message: "is missing, and its utility is to be installed",
        fix: "add its row with what it requests: stacks/composition/chart-workloads.ts has some",
      })),
    );
  }
}
