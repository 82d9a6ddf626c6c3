import type { PrometheusTrigger } from "../../../infra/workloads/triggers";
import type { KedaTrigger } from "./keda-trigger";

/** Active while a query's value is above a threshold. @see https://keda.sh/docs/2.20/scalers/prometheus/ */
export function prometheusTrigger({ serverAddress, query, threshold, activationThreshold, tenant }: PrometheusTrigger): KedaTrigger {
  return {
    type: "prometheus",
    metadata: {
      serverAddress,
      query,
      threshold: String(threshold),
      ...(activationThreshold === undefined ? {} : { activationThreshold: String(activationThreshold) }),
      ...(tenant === undefined ? {} : { customHeaders: `X-Scope-OrgID=${tenant}` }),
    },
  };
}
