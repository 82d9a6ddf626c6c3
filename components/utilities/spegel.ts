import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Finding } from "../../infra/diagnostics/finding";
import { UserError } from "../../infra/diagnostics/user-error";
import type { OperatingSystem } from "../../infra/hardware/schema";
import type { PodPlacement } from "../../infra/placement/emit/pod-placement";
import { defaultSpegelPort } from "../../infra/utilities/spegel";
import { type ReleaseTransform, chartRelease } from "../chart-release";
import { charts } from "../charts";
import { childOptions } from "../child-options";
import { createNamespace } from "../namespace";

type Affinity = NonNullable<PodPlacement["affinity"]>;

export interface SpegelArgs {
  /** What the nodes run: where containerd looks for mirrors differs. */
  readonly operatingSystem: OperatingSystem;
  /** Registries whose images nodes share, with their scheme: `https://ghcr.io`. Default: all of them. */
  readonly mirroredRegistries?: readonly string[];
  /**
   * The port of each node at which its containerd asks for images. Default 29999: the chart's own, 30020, is one that
   * Kubernetes may give to a Service of type NodePort.
   */
  readonly port?: number;
  /** Makes a ServiceMonitor, whose kind has to exist. Default false. */
  readonly monitored?: boolean;
  /** Which nodes it leaves out. Default: none. */
  readonly affinity?: Affinity;
  readonly transform?: { readonly release?: ReleaseTransform };
}

/** The values of the chart, spegel 0.3, that Berth sets. */
export interface SpegelValues {
  readonly spegel: {
    readonly containerdRegistryConfigPath: string;
    readonly mirroredRegistries: readonly string[];
  };
  readonly service: { readonly registry: { readonly hostPort: number } };
  readonly serviceMonitor: { readonly enabled: boolean };
  readonly affinity?: Affinity;
}

/** Where Talos has containerd look for mirrors; the chart's default is what others use. */
const talosRegistryConfigPath = "/etc/cri/conf.d/hosts";

/** What Kubernetes gives to Services of type NodePort, unless the API server is told otherwise. */
const nodePorts = { from: 30000, to: 32767 };

/** @throws UserError for registries and ports that cannot be right, and for nodes that share images already. */
export function spegelValues({
  operatingSystem,
  mirroredRegistries,
  port = defaultSpegelPort,
  monitored = false,
  affinity,
}: SpegelArgs): SpegelValues {
  const findings = [...checkOperatingSystem(operatingSystem), ...checkRegistries(mirroredRegistries), ...checkPort(port)];
  if (findings.length > 0) {
    throw new UserError("Spegel cannot share images as described", findings);
  }
  return {
    spegel: { containerdRegistryConfigPath: talosRegistryConfigPath, mirroredRegistries: mirroredRegistries ?? [] },
    service: { registry: { hostPort: port } },
    serviceMonitor: { enabled: monitored },
    ...(affinity === undefined ? {} : { affinity }),
  };
}

/**
 * Spegel: a node gets an image from a node that has it before it asks the registry. It tells containerd so by itself, with
 * files that containerd reads at every pull; that containerd keeps the layers it unpacked is a setting of the machines
 * (`spegel` of the Talos settings), without which there is nothing to share.
 *
 * It runs on every node whatever its taints, and reaches into it: its namespace is privileged.
 *
 * @see https://spegel.dev/docs/getting-started/
 * @see https://docs.siderolabs.com/kubernetes-guides/advanced-guides/spegel
 */
export class Spegel extends pulumi.ComponentResource {
  readonly release: kubernetes.helm.v3.Release;

  constructor(name: string, args: SpegelArgs, options?: pulumi.ComponentResourceOptions) {
    const values = { ...spegelValues(args) };

    super("berth:utilities:Spegel", name, {}, options);
    const namespace = createNamespace(
      `${name}-namespace`,
      { name: charts.spegel.name, podSecurity: "privileged", tier: "1-cluster" },
      childOptions(this, options),
    );
    this.release = chartRelease(
      `${name}-chart`,
      { chart: charts.spegel, namespace: charts.spegel.name, createNamespace: false, values, transform: args.transform?.release },
      { parent: this, dependsOn: namespace },
    );
    this.registerOutputs({});
  }
}

function checkOperatingSystem({ kind }: OperatingSystem): readonly Finding[] {
  return kind === "talos"
    ? []
    : [
        {
          path: "hardware.cluster.operatingSystem.kind",
          value: kind,
          message: "has Spegel in it",
          fix: "start K3s with embedded-registry: true, and leave Spegel out",
        },
      ];
}

function checkRegistries(registries: readonly string[] | undefined): readonly Finding[] {
  if (registries?.length === 0) {
    return [{ path: "spegel.mirroredRegistries", message: "is empty, which means all", fix: "name some, or leave it out to mean all" }];
  }
  return (registries ?? []).flatMap((registry, index, all): readonly Finding[] => {
    const path = `spegel.mirroredRegistries[${index}]`;
    if (!/^https?:\/\/[a-z0-9.-]+(:\d+)?$/.test(registry)) {
      return [{ path, value: registry, message: "is no registry with its scheme and without a path", fix: "write it as https://ghcr.io" }];
    }
    return all.indexOf(registry) < index ? [{ path, value: registry, message: "is there twice", fix: "remove one" }] : [];
  });
}

function checkPort(port: number): readonly Finding[] {
  const isPort = Number.isInteger(port) && port >= 1024 && port <= 65535;
  if (isPort && !(port >= nodePorts.from && port <= nodePorts.to)) {
    return [];
  }
  return [
    {
      path: "spegel.port",
      value: String(port),
      message: isPort ? "may be given to a Service of type NodePort" : "is no port that is free to use",
      fix: `leave it out (${defaultSpegelPort}), or use one from 1024 to ${nodePorts.from - 1}`,
    },
  ];
}
