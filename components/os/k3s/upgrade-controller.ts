import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../../../infra/diagnostics/user-error";
import type { HardwareProfile } from "../../../infra/hardware/machine";
import { childOptions } from "../../child-options";
import { images } from "../../images";
import { createNamespace } from "../../namespace";
import { controllerRules, drainRules, jobRules } from "./upgrade-rules";
import { agentPlan, serverPlan, type UpgradeWindow } from "./upgrade-plans";

export interface K3sUpgradeControllerArgs {
  /** Its version of K3s is the one that every node is brought to. */
  readonly hardware: HardwareProfile;
  /** When upgrades may begin. Default: at any time. */
  readonly window?: UpgradeWindow;
}

const namespace = "system-upgrade";
const controllerName = "system-upgrade-controller";
const labels = { "upgrade.cattle.io/controller": controllerName };

/**
 * Upgrades K3s on the nodes that run it, without a login: servers one after the other, then the agents, each cordoned
 * meanwhile. Pods go on running. Installed by the API of the cluster that it upgrades.
 *
 * @see https://docs.k3s.io/upgrades/automated
 */
export class K3sUpgradeController extends pulumi.ComponentResource {
  /** @throws UserError for a cluster that does not run K3s. */
  constructor(name: string, { hardware, window }: K3sUpgradeControllerArgs, options?: pulumi.ComponentResourceOptions) {
    const { kind, version } = hardware.operatingSystem;
    if (kind !== "k3s") {
      throw new UserError("not a K3s cluster", [
        { path: "cluster.operatingSystem.kind", value: kind, message: "is upgraded in another way", fix: "leave the controller out" },
      ]);
    }
    super("berth:os:K3sUpgradeController", name, {}, options);
    const space = createNamespace(
      `${name}-namespace`,
      { name: namespace, podSecurity: "privileged", tier: "0-core" },
      childOptions(this, options),
    );
    const inside = { parent: this, dependsOn: [space] };
    const account = new kubernetes.core.v1.ServiceAccount(`${name}-account`, { metadata: { name: namespace, namespace } }, inside);
    const roles = [
      clusterRole(`${name}-controller`, controllerName, controllerRules, inside),
      clusterRole(`${name}-drain`, `${controllerName}-drain`, drainRules, inside),
      jobRole(`${name}-jobs`, inside),
    ].flat();
    const deployment = new kubernetes.apps.v1.Deployment(
      `${name}-deployment`,
      {
        metadata: { name: controllerName, namespace, labels },
        spec: {
          replicas: 1,
          strategy: { type: "Recreate" },
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec: podSpec },
        },
      },
      { parent: this, dependsOn: [account, ...roles] },
    );
    for (const plan of [serverPlan(version, window), agentPlan(version, window)]) {
      // The controller makes the definition of plans when it starts.
      new kubernetes.apiextensions.CustomResource(
        `${name}-${plan.metadata.name}`,
        { ...plan, metadata: { ...plan.metadata, namespace } },
        { parent: this, dependsOn: [deployment] },
      );
    }
    this.registerOutputs({});
  }
}

const podSpec: kubernetes.types.input.core.v1.PodSpec = {
  serviceAccountName: namespace,
  priorityClassName: "system-cluster-critical",
  nodeSelector: { "node-role.kubernetes.io/control-plane": "true" },
  tolerations: [
    { key: "node-role.kubernetes.io/control-plane", operator: "Exists", effect: "NoSchedule" },
    { key: "CriticalAddonsOnly", operator: "Exists" },
  ],
  securityContext: { runAsNonRoot: true, runAsUser: 65534, runAsGroup: 65534, seccompProfile: { type: "RuntimeDefault" } },
  containers: [
    {
      name: controllerName,
      image: images.systemUpgradeController,
      env: [
        { name: "SYSTEM_UPGRADE_CONTROLLER_NAME", value: controllerName },
        { name: "SYSTEM_UPGRADE_CONTROLLER_NAMESPACE", value: namespace },
        { name: "SYSTEM_UPGRADE_JOB_ACTIVE_DEADLINE_SECONDS", value: "900" },
        { name: "SYSTEM_UPGRADE_JOB_BACKOFF_LIMIT", value: "99" },
        { name: "SYSTEM_UPGRADE_JOB_IMAGE_PULL_POLICY", value: "IfNotPresent" },
        { name: "SYSTEM_UPGRADE_JOB_KUBECTL_IMAGE", value: images.upgradeKubectl },
        { name: "SYSTEM_UPGRADE_JOB_PRIVILEGED", value: "true" },
        { name: "SYSTEM_UPGRADE_JOB_TTL_SECONDS_AFTER_FINISH", value: "900" },
        { name: "SYSTEM_UPGRADE_PLAN_POLLING_INTERVAL", value: "15m" },
      ],
      resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { memory: "128Mi" } },
      securityContext: { readOnlyRootFilesystem: true, allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
      volumeMounts: [{ name: "tmp", mountPath: "/tmp" }],
    },
  ],
  volumes: [{ name: "tmp", emptyDir: {} }],
};

type Rules = readonly kubernetes.types.input.rbac.v1.PolicyRule[];
const subjects = [{ kind: "ServiceAccount", name: namespace, namespace }];
const apiGroup = "rbac.authorization.k8s.io";

function clusterRole(resource: string, name: string, rules: Rules, options: pulumi.CustomResourceOptions): readonly pulumi.Resource[] {
  return [
    new kubernetes.rbac.v1.ClusterRole(`${resource}-role`, { metadata: { name }, rules: [...rules] }, options),
    new kubernetes.rbac.v1.ClusterRoleBinding(
      `${resource}-binding`,
      { metadata: { name }, roleRef: { apiGroup, kind: "ClusterRole", name }, subjects },
      options,
    ),
  ];
}

function jobRole(resource: string, options: pulumi.CustomResourceOptions): readonly pulumi.Resource[] {
  const metadata = { name: controllerName, namespace };
  return [
    new kubernetes.rbac.v1.Role(`${resource}-role`, { metadata, rules: [...jobRules] }, options),
    new kubernetes.rbac.v1.RoleBinding(
      `${resource}-binding`,
      { metadata, roleRef: { apiGroup, kind: "Role", name: controllerName }, subjects },
      options,
    ),
  ];
}
