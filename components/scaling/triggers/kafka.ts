import type { KafkaTrigger } from "../../../infra/workloads/triggers";
import type { KedaTrigger } from "./keda-trigger";

/** Active while a consumer group lags behind a topic. @see https://keda.sh/docs/2.20/scalers/apache-kafka/ */
export function kafkaTrigger(trigger: KafkaTrigger): KedaTrigger {
  return {
    type: "kafka",
    metadata: {
      bootstrapServers: trigger.bootstrapServers.join(","),
      consumerGroup: trigger.consumerGroup,
      topic: trigger.topic,
      lagThreshold: String(trigger.lagThreshold),
      activationLagThreshold: String(trigger.activationLagThreshold),
      offsetResetPolicy: trigger.offsetResetPolicy,
    },
  };
}
