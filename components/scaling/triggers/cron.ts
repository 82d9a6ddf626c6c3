import type { CronTrigger } from "../../../infra/workloads/triggers";
import type { KedaTrigger } from "./keda-trigger";

/** Active in a window of time. @see https://keda.sh/docs/2.20/scalers/cron/ */
export function cronTrigger({ timezone, start, end, desiredReplicas }: CronTrigger): KedaTrigger {
  return { type: "cron", metadata: { timezone, start, end, desiredReplicas: String(desiredReplicas) } };
}
