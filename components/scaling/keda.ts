import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Workload } from "../../infra/workloads/workload";
import { type ReleaseTransform, chartRelease } from "../chart-release";
import { charts } from "../charts";
import { childOptions } from "../child-options";

export interface KedaArgs {
  /** The workloads to scale: the HTTP add-on is installed only when one of them has an http trigger. */
  readonly workloads: readonly Pick<Workload, "scaling">[];
  /** PriorityClass of KEDA's own pods. Default: the cluster's. */
  readonly priorityClassName?: string;
  readonly transform?: { readonly keda?: ReleaseTransform; readonly httpAddOn?: ReleaseTransform };
}

/** KEDA and, where it is needed, its HTTP add-on. */
export class Keda extends pulumi.ComponentResource {
  readonly release: kubernetes.helm.v3.Release;
  readonly httpAddOn: kubernetes.helm.v3.Release | undefined;

  constructor(name: string, args: KedaArgs, options?: pulumi.ComponentResourceOptions) {
    const { priorityClassName, transform } = args;
    const scalesByHttp = args.workloads.some(({ scaling }) => scaling?.triggers.some(({ type }) => type === "http"));

    super("berth:scaling:Keda", name, {}, options);
    this.release = chartRelease(
      `${name}-chart`,
      { chart: charts.keda, namespace, values: kedaValues(priorityClassName), transform: transform?.keda },
      childOptions(this, options),
    );
    this.httpAddOn = scalesByHttp
      ? chartRelease(
          `${name}-http-add-on`,
          { chart: charts.kedaHttpAddOn, namespace, createNamespace: false, values: httpAddOnValues(), transform: transform?.httpAddOn },
          { parent: this, dependsOn: this.release },
        )
      : undefined;
    this.registerOutputs({});
  }
}

const namespace = "keda";

/** The chart limits CPU to one core, which throttles and protects nobody. */
const withoutCpuLimit = { limits: { cpu: null } };

function kedaValues(priorityClassName: string | undefined): Readonly<Record<string, unknown>> {
  return {
    resources: { operator: withoutCpuLimit, metricServer: withoutCpuLimit, webhooks: withoutCpuLimit },
    ...(priorityClassName === undefined ? {} : { priorityClassName }),
  };
}

/** One pod of each instead of three: the add-on's defaults are those of a cluster with zones. */
function httpAddOnValues(): Readonly<Record<string, unknown>> {
  return {
    operator: { resources: withoutCpuLimit },
    scaler: { replicas: 1, resources: withoutCpuLimit },
    interceptor: { replicas: { min: 1, max: 3 }, resources: withoutCpuLimit },
  };
}
