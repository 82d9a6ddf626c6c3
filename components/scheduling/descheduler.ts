import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../../infra/diagnostics/user-error";
import type { PodPlacement } from "../../infra/placement/emit/pod-placement";
import { type ReleaseTransform, chartRelease } from "../chart-release";
import { deschedulerChart } from "../charts";
import { childOptions } from "../child-options";
import { type DeschedulerSettings, deschedulerPolicy } from "./descheduler-policy";

export interface DeschedulerArgs {
  /** Version of the cluster, without a leading `v`: the chart of the same minor version is installed. */
  readonly kubernetesVersion: string;
  readonly settings: DeschedulerSettings;
  /**
   * When it runs, as a cron expression of five fields: once in a quiet hour, not all day, so that it never works
   * against what scales up (seed 000, strategy 3). Default `0 4 * * *`.
   */
  readonly schedule?: string;
  /** IANA time zone of the schedule. Default: the controller manager's, usually UTC. */
  readonly timeZone?: string;
  /** Where its own pods run. Default: anywhere. */
  readonly placement?: PodPlacement | undefined;
  readonly transform?: { readonly release?: ReleaseTransform };
}

/**
 * The descheduler as a CronJob in kube-system, where its priority class is always allowed. The chart's CPU limit is
 * taken away and nothing else.
 */
export class Descheduler extends pulumi.ComponentResource {
  readonly release: kubernetes.helm.v3.Release;

  constructor(name: string, args: DeschedulerArgs, options?: pulumi.ComponentResourceOptions) {
    const { schedule = "0 4 * * *", timeZone, placement, transform } = args;
    checkSchedule(schedule);
    const chart = deschedulerChart(args.kubernetesVersion);
    const values = {
      kind: "CronJob",
      schedule,
      ...(timeZone === undefined ? {} : { timeZone }),
      deschedulerPolicyAPIVersion: "descheduler/v1alpha2",
      deschedulerPolicy: deschedulerPolicy(args.settings, Number(chart.version.split(".")[1])),
      resources: { limits: { cpu: null } },
      ...(placement?.nodeSelector === undefined ? {} : { nodeSelector: placement.nodeSelector }),
      ...(placement?.affinity === undefined ? {} : { affinity: placement.affinity }),
      ...(placement?.tolerations === undefined ? {} : { tolerations: placement.tolerations }),
    };

    super("berth:scheduling:Descheduler", name, {}, options);
    this.release = chartRelease(
      `${name}-chart`,
      { chart, namespace: "kube-system", createNamespace: false, values, transform: transform?.release },
      childOptions(this, options),
    );
    this.registerOutputs({});
  }
}

/** Five fields, and not more than once an hour. */
function checkSchedule(schedule: string): void {
  const fields = schedule.trim().split(/\s+/);
  if (fields.length !== 5 || !/^\d+$/.test(fields[0] ?? "")) {
    throw new UserError("the descheduler's schedule is not right", [
      {
        path: "descheduler.schedule",
        value: schedule,
        message: "does not name one minute of an hour in a cron expression of five fields",
        fix: 'use a quiet hour such as "0 4 * * *"',
      },
    ]);
  }
}
