import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type GpuPluginNeeds, gpuPluginNeeds } from "../../infra/devices/gpu-plugin-needs";
import { UserError } from "../../infra/diagnostics/user-error";
import type { HardwareProfile } from "../../infra/hardware/machine";
import { childOptions } from "../child-options";
import { images } from "../images";
import { createNamespace } from "../namespace";

type PodSpec = kubernetes.types.input.core.v1.PodSpec;

export interface IntelGpuPluginArgs {
  readonly hardware: Pick<HardwareProfile, "machines">;
}

/**
 * Makes Intel GPUs a resource of their nodes, each as many times as the hardware table shares it. A DaemonSet without
 * Intel's operator: the operator renders this one DaemonSet from a custom resource, and needs cert-manager for it. It
 * runs where Node Feature Discovery found a GPU and its driver, and depends on that component.
 *
 * @see https://intel.github.io/intel-device-plugins-for-kubernetes/cmd/gpu_plugin/README.html
 * @throws UserError when no machine has a GPU, or the table names them by another resource.
 */
export class IntelGpuPlugin extends pulumi.ComponentResource {
  readonly daemonSet: kubernetes.apps.v1.DaemonSet;

  constructor(name: string, args: IntelGpuPluginArgs, options?: pulumi.ComponentResourceOptions) {
    const needs = neededPlugin(args.hardware);

    super("berth:devices:IntelGpuPlugin", name, {}, options);
    const namespace = createNamespace(
      `${name}-namespace`,
      { name: objectName, podSecurity: "privileged", tier: "2-gpu" },
      childOptions(this, options),
    );
    this.daemonSet = new kubernetes.apps.v1.DaemonSet(
      `${name}-plugin`,
      {
        metadata: { name: objectName, namespace: objectName, labels },
        spec: {
          selector: { matchLabels: labels },
          updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
          template: { metadata: { labels }, spec: podSpec(needs) },
        },
      },
      { parent: this, dependsOn: namespace },
    );
    this.registerOutputs({});
  }
}

const objectName = "intel-gpu-plugin";
const labels = { app: objectName };
const resources: readonly string[] = ["gpu.intel.com/i915", "gpu.intel.com/xe"];

function neededPlugin(hardware: Pick<HardwareProfile, "machines">): GpuPluginNeeds {
  const needs = gpuPluginNeeds(hardware, "intel");
  if (needs === undefined || !resources.includes(needs.resource)) {
    throw new UserError("Intel's device plugin is not what the machines need", [
      needs === undefined
        ? { path: "hardware.cards", message: "has no Intel GPU that a machine has", fix: "leave the plugin out" }
        : {
            path: "hardware.cards.gpu.resource",
            value: needs.resource,
            message: "is not what the plugin advertises",
            fix: `use ${resources.join(" or ")}, after the driver that has the GPU`,
          },
    ]);
  }
  return needs;
}

/** Directories of the node that it reads devices from, and the two that it announces them in. */
const hostPaths = [
  { name: "devfs", path: "/dev/dri", readOnly: true },
  { name: "sysfs", path: "/sys/class/drm", readOnly: true },
  { name: "kubelet-sockets", path: "/var/lib/kubelet/device-plugins" },
  { name: "cdi", path: "/var/run/cdi", type: "DirectoryOrCreate" },
] as const;

function podSpec({ nodeLabel, tolerations, shares }: GpuPluginNeeds): PodSpec {
  return {
    priorityClassName: "system-node-critical",
    nodeSelector: { [nodeLabel.key]: nodeLabel.value },
    tolerations: tolerations.map((toleration) => ({ ...toleration })),
    containers: [
      {
        name: objectName,
        image: images.intelGpuPlugin,
        args: [`-shared-dev-num=${shares}`],
        env: [
          { name: "NODE_NAME", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } },
          { name: "HOST_IP", valueFrom: { fieldRef: { fieldPath: "status.hostIP" } } },
        ],
        resources: { requests: { cpu: "40m", memory: "45Mi" }, limits: { memory: "90Mi" } },
        securityContext: {
          seLinuxOptions: { type: "container_device_plugin_t" },
          readOnlyRootFilesystem: true,
          allowPrivilegeEscalation: false,
          capabilities: { drop: ["ALL"] },
          seccompProfile: { type: "RuntimeDefault" },
        },
        volumeMounts: hostPaths.map(({ name, path, ...rest }) => ({
          name,
          mountPath: path,
          ...("readOnly" in rest ? { readOnly: rest.readOnly } : {}),
        })),
      },
    ],
    volumes: hostPaths.map(({ name, path, ...rest }) => ({
      name,
      hostPath: { path, ...("type" in rest ? { type: rest.type } : {}) },
    })),
  };
}
