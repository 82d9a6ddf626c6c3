import { stackConfigSchema } from "../stack/config";
import { emitPlacements } from "../placement/emit/emit-placements";
import { plan } from "../placement/plan";
import { loadStack } from "../stack/load-stack";
import { validDefinition, withWorkload } from "../stack/testing/valid-stack";
import { burstPoolOf } from "./burst-pool";
import { burstSchema } from "./burst-schema";
import { onRentedNodes, orOnRentedNodes } from "./emit-burst";
import { validBurst } from "./testing/valid-burst";

const pool = burstPoolOf(burstSchema.parse(validBurst));
const notRented = { weight: 100, preference: { matchExpressions: [{ key: "berth.dev/pool", operator: "NotIn", values: ["burst"] }] } };
const rented = { matchExpressions: [{ key: "berth.dev/pool", operator: "In", values: ["burst"] }] };

it("keeps on rented nodes what runs there alone: all that it requires, and what has one value in the node selector too", () => {
  const requires = [
    { key: "berth.dev/pool", operator: "In" as const, values: ["burst"] },
    { key: "kubernetes.io/arch", operator: "In" as const, values: ["amd64", "arm64"] },
  ];
  expect(onRentedNodes({ requires })).toEqual({
    nodeSelector: { "berth.dev/pool": "burst" },
    nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: requires }] } },
  });
});

describe("what may run there instead", () => {
  const planned = { matchExpressions: [{ key: "kubernetes.io/hostname", operator: "In" as const, values: ["worker1"] }] };

  it("has rented nodes as one more alternative, and prefers every machine", () => {
    const placement = {
      nodeSelector: { "kubernetes.io/arch": "amd64" },
      nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [planned] } },
    };
    expect(orOnRentedNodes(placement, pool)).toEqual({
      nodeSelector: { "kubernetes.io/arch": "amd64" },
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [planned, rented] },
        preferredDuringSchedulingIgnoredDuringExecution: [notRented],
      },
    });
  });

  it("requires nothing new where nothing was required", () => {
    expect(orOnRentedNodes({}, pool)).toEqual({ nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [notRented] } });
  });
});

it("reaches the pods: one that may burst tolerates the taint and has the alternative, another has neither", () => {
  const definition = { ...withWorkload("home/mosquitto", { burst: true }), burst: validBurst };
  const burst = { mode: "nodes", accountId: "111122223333", issuerBucket: "issuer", budgetEmails: ["me@example.com"] };
  const stack = loadStack(definition, stackConfigSchema.parse({ burst }));
  const placements = emitPlacements(stack, plan(stack.problem));
  expect(placements.get("home/mosquitto")).toMatchObject({
    affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: expect.arrayContaining([notRented]) as unknown } },
    tolerations: [{ key: "berth.dev/burst", operator: "Equal", value: "true", effect: "NoSchedule" }],
  });
  for (const { namespace, name } of validDefinition.workloads.filter((row) => row.name !== "mosquitto")) {
    expect(JSON.stringify(placements.get(`${namespace}/${name}`) ?? {})).not.toContain("burst");
  }
});
