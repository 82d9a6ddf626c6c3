import { z } from "zod";

/** What an alert asks for; also the type of the event that starts the workflow. */
export const actions = ["scale_up", "scale_down"] as const;
export type Action = (typeof actions)[number];

const number = z
  .string()
  .regex(/^\d{1,6}(\.\d+)?$/)
  .transform(Number)
  .optional()
  // What a template could not compute is no reason to refuse the alert.
  .catch(undefined);

const alertSchema = z.object({
  status: z.enum(["firing", "resolved"]),
  labels: z.object({
    alertname: z.string().min(1).max(200),
    action: z.enum(actions).optional().catch(undefined),
    stack: z.string().max(200).optional(),
  }),
  annotations: z.object({ memory_percent: number, cpu_percent: number, nodes: number }).prefault({}),
  startsAt: z.string().max(64),
  fingerprint: z.string().min(1).max(64),
});

/**
 * What Alertmanager posts, as far as it matters here.
 *
 * @see https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
 */
export const notificationSchema = z.object({
  version: z.literal("4"),
  groupKey: z.string(),
  status: z.enum(["firing", "resolved"]),
  alerts: z.array(alertSchema).max(100),
});

export type Alert = Readonly<z.output<typeof alertSchema>>;
export type Notification = Readonly<z.output<typeof notificationSchema>>;

/** What the alerts of a notification come to. */
export interface Demand {
  readonly action: Action;
  readonly alerts: readonly Alert[];
  readonly memoryPercent?: number;
  readonly cpuPercent?: number;
  /** How many nodes there were when the alert was sent. */
  readonly nodes?: number;
}

/** What the firing alerts of a stack ask for; more before less, and nothing when none of them asks for anything. */
export function demandOf({ alerts }: Notification, stack: string): Demand | undefined {
  const firing = alerts.filter(({ status, labels }) => status === "firing" && labels.stack === stack && labels.action !== undefined);
  const action = actions.find((each) => firing.some(({ labels }) => labels.action === each));
  if (action === undefined) {
    return undefined;
  }
  const asking = firing.filter(({ labels }) => labels.action === action);
  const memoryPercent = mostOf(asking.map(({ annotations }) => annotations.memory_percent));
  const cpuPercent = mostOf(asking.map(({ annotations }) => annotations.cpu_percent));
  const nodes = mostOf(asking.map(({ annotations }) => annotations.nodes));
  return {
    action,
    alerts: asking,
    ...(memoryPercent === undefined ? {} : { memoryPercent }),
    ...(cpuPercent === undefined ? {} : { cpuPercent }),
    ...(nodes === undefined ? {} : { nodes }),
  };
}

function mostOf(numbers: readonly (number | undefined)[]): number | undefined {
  const known = numbers.filter((each) => each !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}
