import type { Amounts } from "../quantities/amounts";
import { noLimitRange, withContainerDefaults, withLimitRange, withPodDefaults } from "./request-defaults";

const amounts = (resources: Readonly<Record<string, number>>): Amounts =>
  new Map(Object.entries(resources).map(([resource, amount]) => [resource, BigInt(amount)]));
const plain = (result: Amounts): unknown => Object.fromEntries([...result].map(([resource, amount]) => [resource, Number(amount)]));

/** `SetDefaults_Pod`, pkg/apis/core/v1/defaults.go, v1.35.4. */
describe("a container that the API server reads", () => {
  it("requests what it is limited to, where it does not say", () => {
    const { requests, limits } = withContainerDefaults({ requests: amounts({ cpu: 1 }), limits: amounts({ cpu: 5, memory: 7 }) });
    expect(plain(requests)).toEqual({ cpu: 1, memory: 7 });
    expect(plain(limits)).toEqual({ cpu: 5, memory: 7 });
  });
});

/** `mergeContainerResources`, plugin/pkg/admission/limitranger/admission.go, and `SetDefaults_LimitRangeItem`, v1.35.4. */
describe("a container that a LimitRange completes", () => {
  const limitRange = { default: amounts({ memory: 8, "ephemeral-storage": 4 }), defaultRequest: amounts({ cpu: 2, memory: 3 }) };

  it("gets what it lacks: requests from the defaults for requests, or else from those for limits", () => {
    const { requests, limits } = withLimitRange({ requests: amounts({}), limits: amounts({}) }, limitRange);
    expect(plain(requests)).toEqual({ cpu: 2, memory: 3, "ephemeral-storage": 4 });
    expect(plain(limits)).toEqual({ memory: 8, "ephemeral-storage": 4 });
  });

  it("keeps what it has, zero included", () => {
    const { requests, limits } = withLimitRange({ requests: amounts({ cpu: 0, memory: 1 }), limits: amounts({ memory: 2 }) }, limitRange);
    expect(plain(requests)).toEqual({ cpu: 0, memory: 1, "ephemeral-storage": 4 });
    expect(plain(limits)).toEqual({ memory: 2, "ephemeral-storage": 4 });
  });

  it("keeps the request that its limit stands for", () => {
    const read = withContainerDefaults({ requests: amounts({}), limits: amounts({ memory: 6 }) });
    expect(plain(withLimitRange(read, limitRange).requests)).toEqual({ cpu: 2, memory: 6, "ephemeral-storage": 4 });
  });

  it("stays as it is without one", () => {
    expect(plain(withLimitRange({ requests: amounts({ cpu: 1 }), limits: amounts({}) }, noLimitRange).requests)).toEqual({ cpu: 1 });
  });
});

/** `defaultPodRequests`, pkg/apis/core/v1/defaults.go, v1.35.4. */
describe("what a pod as a whole requests", () => {
  const parts = { containers: [amounts({ cpu: 3, "hugepages-2Mi": 2, "example.com/fpga": 1 })], initContainers: [] };

  it("is left alone without limits for the pod", () => {
    expect(plain(withPodDefaults({ requests: amounts({ memory: 4 }), limits: amounts({}) }, parts))).toEqual({ memory: 4 });
  });

  it("is what its containers request, and else the limit", () => {
    const limits = amounts({ cpu: 9, memory: 8, "hugepages-2Mi": 5 });
    expect(plain(withPodDefaults({ requests: amounts({}), limits }, parts))).toEqual({ cpu: 3, memory: 8, "hugepages-2Mi": 5 });
    expect(plain(withPodDefaults({ requests: amounts({ cpu: 6 }), limits }, parts))).toEqual({ cpu: 6, memory: 8, "hugepages-2Mi": 5 });
  });
});
