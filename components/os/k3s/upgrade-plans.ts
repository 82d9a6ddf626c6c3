/** When upgrades may begin; what has begun is finished. */
export interface UpgradeWindow {
  /** English names: `saturday`. Default: every day. */
  readonly days?: readonly ("monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday")[];
  /** `02:00` */
  readonly startTime: string;
  readonly endTime: string;
  /** IANA time zone. */
  readonly timeZone: string;
}

/** A plan of the system-upgrade-controller. @see https://docs.k3s.io/upgrades/automated */
export interface UpgradePlan {
  readonly apiVersion: "upgrade.cattle.io/v1";
  readonly kind: "Plan";
  readonly metadata: { readonly name: "server-plan" | "agent-plan" };
  readonly spec: Readonly<Record<string, unknown>>;
}

const controlPlane = "node-role.kubernetes.io/control-plane";
const upgradeImage = "rancher/k3s-upgrade";

/** Servers, one after the other: with three of them etcd keeps its majority meanwhile. */
export function serverPlan(version: string, window: UpgradeWindow | undefined): UpgradePlan {
  return plan("server-plan", version, window, {
    nodeSelector: { matchExpressions: [{ key: controlPlane, operator: "In", values: ["true"] }] },
    tolerations: [{ key: controlPlane, operator: "Exists", effect: "NoSchedule" }],
  });
}

/** Agents, each waiting until the servers' plan is done. */
export function agentPlan(version: string, window: UpgradeWindow | undefined): UpgradePlan {
  return plan("agent-plan", version, window, {
    nodeSelector: { matchExpressions: [{ key: controlPlane, operator: "DoesNotExist" }] },
    prepare: { image: upgradeImage, args: ["prepare", "server-plan"] },
  });
}

function plan(
  name: UpgradePlan["metadata"]["name"],
  version: string,
  window: UpgradeWindow | undefined,
  more: Readonly<Record<string, unknown>>,
): UpgradePlan {
  return {
    apiVersion: "upgrade.cattle.io/v1",
    kind: "Plan",
    metadata: { name },
    spec: {
      concurrency: 1,
      cordon: true,
      serviceAccountName: "system-upgrade",
      upgrade: { image: upgradeImage },
      version,
      ...(window === undefined ? {} : { window }),
      ...more,
    },
  };
}
