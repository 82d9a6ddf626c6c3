import { UserError } from "../../infra/diagnostics/user-error";
import type { Finding } from "../../infra/diagnostics/finding";
import { evictablePods } from "../../infra/workloads/coordination";

/** Requests on a node, in percent of what it can allocate. */
export interface UtilizationBand {
  /** A node is under-utilised when it is below this in every resource. */
  readonly below: number;
  /** A node is over-utilised when it is above this in any resource. */
  readonly above: number;
}

export interface DeschedulerSettings {
  /** Resources that LowNodeUtilization compares: each has both limits, so the two sets never differ. */
  readonly utilization: Readonly<Partial<Record<"cpu" | "memory" | "pods", UtilizationBand>>>;
  /** Namespaces that LowNodeUtilization evicts nothing from. Default: none. */
  readonly excludedNamespaces?: readonly string[];
  /** Namespaces that nothing is evicted from, whatever the reason. Default: none. */
  readonly undisturbedNamespaces?: readonly string[];
  /**
   * Storage classes whose volumes tie a pod to its node. Default: a pod with any volume is left alone. Needs a
   * descheduler of 0.35 or newer; an older one leaves every pod with a volume alone.
   */
  readonly protectedStorageClasses?: readonly string[];
  /** Nodes that are looked at, as a label selector in text. Default: all. */
  readonly nodeSelector?: string;
  /** Most evictions of one run. Default: 2 for a node, 2 for a namespace, 6 in all. */
  readonly limits?: { readonly perNode: number; readonly perNamespace: number; readonly total: number };
}

/** How each generation of the DefaultEvictor writes the same protections; a file with both is rejected. */
type Protections =
  | { readonly evictLocalStoragePods: true; readonly ignorePvcPods: true }
  | {
      readonly podProtections: {
        readonly defaultDisabled: readonly "PodsWithLocalStorage"[];
        readonly extraEnabled: readonly "PodsWithPVC"[];
        readonly config?: { readonly PodsWithPVC: { readonly protectedStorageClasses: readonly { readonly name: string }[] } };
      };
    };

/** How every plugin but LowNodeUtilization leaves namespaces out. */
interface NamespaceFilter {
  readonly namespaces?: { readonly exclude: readonly string[] };
}

type Percentages = Readonly<Record<string, number>>;

export type PluginConfig =
  | {
      readonly name: "DefaultEvictor";
      readonly args: { readonly nodeFit: true; readonly labelSelector: typeof evictablePods } & Protections;
    }
  | { readonly name: "RemovePodsViolatingNodeTaints"; readonly args: NamespaceFilter & { readonly includePreferNoSchedule: false } }
  | {
      readonly name: "RemovePodsViolatingNodeAffinity";
      readonly args: NamespaceFilter & { readonly nodeAffinityType: readonly ["requiredDuringSchedulingIgnoredDuringExecution"] };
    }
  | {
      readonly name: "RemovePodsViolatingTopologySpreadConstraint";
      readonly args: NamespaceFilter & { readonly constraints: readonly ["DoNotSchedule"] };
    }
  | {
      readonly name: "LowNodeUtilization";
      readonly args: {
        readonly thresholds: Percentages;
        readonly targetThresholds: Percentages;
        readonly evictableNamespaces?: { readonly exclude: readonly string[] };
      };
    };

/** The `deschedulerPolicy` of the chart: `descheduler/v1alpha2` without its type. */
export interface DeschedulerPolicy {
  readonly nodeSelector?: string;
  readonly maxNoOfPodsToEvictPerNode: number;
  readonly maxNoOfPodsToEvictPerNamespace: number;
  readonly maxNoOfPodsToEvictTotal: number;
  readonly profiles: readonly [
    {
      readonly name: "berth";
      readonly pluginConfig: readonly PluginConfig[];
      readonly plugins: {
        readonly balance: { readonly enabled: readonly string[] };
        readonly deschedule: { readonly enabled: readonly string[] };
      };
    },
  ];
}

/**
 * The descheduler's policy: four strategies over the pods that opted in.
 *
 * - Only pods whose template carries `scaling.talos.io/managed-by: descheduler` may be evicted, so that it never meets
 *   KEDA on the same workload; and of those only pods that another node can take (`nodeFit`) and whose volumes can
 *   follow. Emptied directories do not protect a pod: most pods have one.
 * - That a pod has a PodDisruptionBudget is for the tables and the policies to see to. The evictor's own protection of
 *   pods without one would protect every pod: it never reads the budgets (descheduler#1882, up to 0.36).
 * - Node affinity is enforced where it is required, never where it is preferred: preferring is a matter of scores, and
 *   evicting for it repeats for ever (descheduler#1707).
 * - A profile's list of plugins replaces the chart's as a whole, and a plugin that is configured but not enabled does
 *   nothing: both lists are made from one.
 *
 * @param minor minor version of the descheduler: 35 for 0.35.
 * @see https://github.com/kubernetes-sigs/descheduler#policy-default-evictor-and-strategy-plugins
 * @throws UserError for settings that the descheduler would refuse.
 */
export function deschedulerPolicy(settings: DeschedulerSettings, minor: number): DeschedulerPolicy {
  checkSettings(settings);
  const limits = settings.limits ?? { perNode: 2, perNamespace: 2, total: 6 };
  const filter = namespaceFilter(settings);
  const deschedule: readonly PluginConfig[] = [
    { name: "RemovePodsViolatingNodeTaints", args: { includePreferNoSchedule: false, ...filter } },
    { name: "RemovePodsViolatingNodeAffinity", args: { nodeAffinityType: ["requiredDuringSchedulingIgnoredDuringExecution"], ...filter } },
  ];
  const balance: readonly PluginConfig[] = [
    { name: "RemovePodsViolatingTopologySpreadConstraint", args: { constraints: ["DoNotSchedule"], ...filter } },
    { name: "LowNodeUtilization", args: lowNodeUtilization(settings) },
  ];
  return {
    ...(settings.nodeSelector === undefined ? {} : { nodeSelector: settings.nodeSelector }),
    maxNoOfPodsToEvictPerNode: limits.perNode,
    maxNoOfPodsToEvictPerNamespace: limits.perNamespace,
    maxNoOfPodsToEvictTotal: limits.total,
    profiles: [
      {
        name: "berth",
        pluginConfig: [
          { name: "DefaultEvictor", args: { nodeFit: true, labelSelector: evictablePods, ...protections(settings, minor) } },
          ...deschedule,
          ...balance,
        ],
        plugins: { balance: { enabled: balance.map(({ name }) => name) }, deschedule: { enabled: deschedule.map(({ name }) => name) } },
      },
    ],
  };
}

function protections({ protectedStorageClasses }: DeschedulerSettings, minor: number): Protections {
  if (minor < 34) {
    return { evictLocalStoragePods: true, ignorePvcPods: true };
  }
  const config =
    minor < 35 || protectedStorageClasses === undefined
      ? {}
      : { config: { PodsWithPVC: { protectedStorageClasses: protectedStorageClasses.map((name) => ({ name })) } } };
  return { podProtections: { defaultDisabled: ["PodsWithLocalStorage"], extraEnabled: ["PodsWithPVC"], ...config } };
}

/** The evictor itself only knows namespaces by their labels, and that since 0.35: each plugin has to be told. */
function namespaceFilter({ undisturbedNamespaces = [] }: DeschedulerSettings): NamespaceFilter {
  return undisturbedNamespaces.length === 0 ? {} : { namespaces: { exclude: [...undisturbedNamespaces].sort() } };
}

function lowNodeUtilization({
  utilization,
  excludedNamespaces = [],
  undisturbedNamespaces = [],
}: DeschedulerSettings): Extract<PluginConfig, { name: "LowNodeUtilization" }>["args"] {
  const bands = Object.entries(utilization);
  const exclude = [...new Set([...excludedNamespaces, ...undisturbedNamespaces])].sort();
  return {
    thresholds: Object.fromEntries(bands.map(([resource, { below }]) => [resource, below])),
    targetThresholds: Object.fromEntries(bands.map(([resource, { above }]) => [resource, above])),
    // It can only exclude: naming the namespaces to evict from is refused.
    ...(exclude.length === 0 ? {} : { evictableNamespaces: { exclude } }),
  };
}

function checkSettings({ utilization, protectedStorageClasses, limits }: DeschedulerSettings): void {
  const findings: Finding[] = [];
  const bands = Object.entries(utilization);
  if (bands.length === 0) {
    findings.push({ path: "descheduler.utilization", message: "compares no resource", fix: "add cpu: { below: 30, above: 70 }" });
  }
  for (const [resource, { below, above }] of bands) {
    for (const [limit, value] of Object.entries({ below, above })) {
      if (!(value >= 0 && value <= 100)) {
        findings.push({
          path: `descheduler.utilization.${resource}.${limit}`,
          value: String(value),
          message: "is not a percentage",
          fix: "use 0 to 100",
        });
      }
    }
    if (below > above) {
      findings.push({
        path: `descheduler.utilization.${resource}`,
        value: `below ${below}, above ${above}`,
        message: "calls the same node under- and over-utilised",
        fix: "make below at most above",
      });
    }
  }
  if (protectedStorageClasses?.length === 0) {
    findings.push({
      path: "descheduler.protectedStorageClasses",
      message: "is empty, which protects every pod with a volume rather than none",
      fix: "name the node-local storage classes, or leave it out",
    });
  }
  for (const [limit, value] of Object.entries(limits ?? {})) {
    if (!Number.isInteger(value) || value < 1) {
      findings.push({
        path: `descheduler.limits.${limit}`,
        value: String(value),
        message: "is not a whole number of evictions",
        fix: "use 1 or more",
      });
    }
  }
  if (findings.length > 0) {
    throw new UserError("the descheduler's settings are not right", findings);
  }
}
