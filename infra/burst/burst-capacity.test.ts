import { stackConfigSchema } from "../stack/config";
import { loadStack } from "../stack/load-stack";
import { validDefinition, withWorkload } from "../stack/testing/valid-stack";
import type { StackDefinition } from "../stack/definition";
import { burstCapacity } from "./burst-capacity";
import type { RentedUsage } from "./burst-document";
import { cardWorkload, nodesMode } from "./testing/card-workload";
import { validBurst } from "./testing/valid-burst";

const config = stackConfigSchema.parse({ burst: nodesMode });

const llm = cardWorkload(3);

function withBurst(definition: StackDefinition = validDefinition): StackDefinition {
  return { ...definition, burst: { ...validBurst, workloads: [llm] } };
}

/** So many nodes of four CPUs, 16 GiB less what EC2 and the kubelet keep, and a card, each with an llm and a pod of cilium. */
function usageOf(count: number): RentedUsage {
  return {
    cpu: { allocatableMilli: count * 3950, requestedMilli: count * (2000 + 100) },
    memory: { allocatableMiB: count * 14_671, requestedMiB: count * (8192 + 256) },
    gpus: { allocatable: count, requested: count },
  };
}

describe("what a stack would rent", () => {
  it("is nothing when it does not burst", () => {
    expect(burstCapacity(loadStack(withBurst(), stackConfigSchema.parse({})))).toBeUndefined();
  });

  it("is nothing at night, a node at normal load, and at peak what the limits allow; the rest waits", () => {
    const capacity = burstCapacity(loadStack(withBurst(), config));
    expect(capacity?.loads).toEqual([
      { load: "minimum", pods: [], nodes: [], onDemandPerHour: 0, spotPerHour: 0, waiting: 0, usage: usageOf(0) },
      {
        load: "normal",
        pods: [{ id: "media/llm", pods: 1 }],
        nodes: [{ type: "g4dn.xlarge", count: 1 }],
        onDemandPerHour: 0.5,
        spotPerHour: 0.2,
        waiting: 0,
        usage: usageOf(1),
      },
      {
        load: "peak",
        pods: [{ id: "media/llm", pods: 3 }],
        nodes: [{ type: "g4dn.xlarge", count: 2 }],
        onDemandPerHour: 1,
        spotPerHour: 0.4,
        waiting: 1,
        usage: usageOf(2),
      },
    ]);
    expect(capacity?.workloads).toEqual([{ id: "media/llm", when: "always" }]);
  });

  it("costs at most the ceiling and what is bought before it is noticed", () => {
    // Two of the dearest, 2 USD an hour, for a day and a lifetime of 12 hours after 20 USD.
    expect(burstCapacity(loadStack(withBurst(), config))?.month).toEqual({ ceiling: 20, atMost: 92, withoutCeiling: 1488 });
  });

  it("is compared with a machine that idles: 40 W for 744 hours at 0.25", () => {
    expect(burstCapacity(loadStack(withBurst(), config))?.local).toMatchObject({ idlePerMonth: 7.44, breakEvenHours: 37 });
  });
});

describe("who may burst", () => {
  it.each([
    ["databases/postgres", "what other workloads depend on must not depend on a line to the cloud (found 1-cluster)"],
    ["databases/postgres", 'its volume "data" is on the disk of a machine at home'],
    ["home/zigbee2mqtt", "it needs what is plugged in at home (zigbee)"],
    ["kube-system/cilium", "a DaemonSet runs where its nodes are"],
  ])("%s may not: %s", (id, reason) => {
    expect(() => loadStack(withWorkload(id, { burst: true }), stackConfigSchema.parse({}))).toThrow(
      `workloads[${id}].burst: is not possible: ${reason}`,
    );
  });

  it("needs hardware that rented nodes have", () => {
    expect(() => loadStack(withBurst(withWorkload("media/jellyfin", { burst: true })), config)).toThrow(
      "workloads[media/jellyfin].burst: is not possible: no rented node has what it requires of intel.feature.node.kubernetes.io/gpu and berth.dev/gpu-model",
    );
  });

  it("keeps everything else off: what tolerates all taints is refused", () => {
    const open = withBurst(withWorkload("home/mosquitto", { tolerations: [{ operator: "Exists" }] }));
    expect(() => loadStack(open, config)).toThrow("workloads[home/mosquitto].tolerations: tolerates the taint of rented nodes");
  });
});
