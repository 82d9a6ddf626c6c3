import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as sqs from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";
import { interruptionEvents } from "../../infra/burst/interruption-events";
import { queueSendersPolicy } from "../../infra/burst/iam/queue-senders";
import { burstNames, type BurstScope } from "../../infra/burst/scope";
import { childOptions } from "../child-options";

/** A message is of use for as long as a machine has left to live: two minutes' notice, and some more. */
const retentionSeconds = 300;

/** Where AWS says which machines it is about to take away, so that Karpenter empties them in time. */
export class InterruptionQueue extends pulumi.ComponentResource {
  readonly queue: sqs.Queue;

  constructor(name: string, { scope }: { readonly scope: BurstScope }, options?: pulumi.ComponentResourceOptions) {
    const { prefix, queueName } = burstNames(scope);

    super("berth:cloud:InterruptionQueue", name, {}, options);
    const child = childOptions(this, options);
    this.queue = new sqs.Queue(
      `${name}-queue`,
      { name: queueName, messageRetentionSeconds: retentionSeconds, sqsManagedSseEnabled: true },
      child,
    );
    new sqs.QueuePolicy(`${name}-policy`, { queueUrl: this.queue.url, policy: JSON.stringify(queueSendersPolicy(scope)) }, child);
    for (const { key, source, detailType } of interruptionEvents) {
      const rule = new cloudwatch.EventRule(
        `${name}-${key}`,
        {
          name: `${prefix}-${key}`,
          description: `${detailType}, for Karpenter`,
          eventPattern: JSON.stringify({ source: [source], "detail-type": [detailType] }),
        },
        child,
      );
      new cloudwatch.EventTarget(`${name}-${key}-target`, { rule: rule.name, arn: this.queue.arn, targetId: "karpenter" }, child);
    }
    this.registerOutputs({});
  }
}
