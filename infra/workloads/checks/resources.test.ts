import type { StackDefinition } from "../../stack/definition";
import { mistakesIn } from "../../stack/testing/mistakes";
import { withMachine, withNamespace, withWorkload } from "../../stack/testing/valid-stack";
import type { NamespaceRow, WorkloadRow } from "../schema";

type ContainerRow = NonNullable<WorkloadRow["containers"]>[number];
type InitContainerRow = NonNullable<WorkloadRow["initContainers"]>[number];

const app: ContainerRow = { name: "app", image: "example.com/app:1", requests: { cpu: "100m", memory: "128Mi" } };
const owned = (change: Partial<WorkloadRow>, definition?: StackDefinition) => withWorkload("home/dashboard", change, definition);
const external = (change: Partial<WorkloadRow>) => withWorkload("home/mosquitto", change);
const migrate: InitContainerRow = { ...app, name: "migrate" };
const ranged = (limitRange: NonNullable<NamespaceRow["limitRange"]>) => withNamespace("home", { limitRange });
const serial = { "squat.ai/serial": 1 };
const withSerial = withMachine("worker1", { extendedResources: { "squat.ai/serial": 2 }, ephemeralStorage: "100Gi" });

describe("what pods request", () => {
  it.each<[string, StackDefinition]>([
    ["init containers and sidecars", owned({ initContainers: [migrate, { ...app, name: "proxy", restartPolicy: "Always" }] })],
    ["a whole that holds its containers", owned({ resources: { requests: { cpu: "100m" }, limits: { memory: "256Mi" } } })],
    ["a sandbox", owned({ runtimeClass: { name: "kata", overhead: { memory: "160Mi" } } })],
    [
      "what a machine has besides its cards",
      owned({ containers: [{ ...app, requests: { extended: { ...serial, "ephemeral-storage": "2Gi" } } }] }, withSerial),
    ],
    [
      "a device with the same limit",
      owned({ containers: [{ ...app, requests: { extended: serial }, limits: { extended: serial } }] }, withSerial),
    ],
    ["defaults of its namespace", ranged({ defaultRequest: { cpu: "10m", memory: "64Mi" }, default: { memory: "256Mi" } })],
  ])("can be %s", (_, definition) => {
    expect(mistakesIn(definition)).toEqual([]);
  });

  it.each<[string, StackDefinition, object]>([
    [
      "an init container's limit under its request",
      owned({ initContainers: [{ ...migrate, limits: { memory: "64Mi" } }] }),
      {
        path: "workloads[home/dashboard].initContainers[migrate].limits.memory",
        value: '"64Mi"',
        message: "is under the request of 128Mi",
        fix: "raise it to at least 128Mi",
      },
    ],
    [
      "a default limit under a request",
      owned(
        { containers: [app] },
        withWorkload("home/zigbee2mqtt", { limits: { memory: "128Mi" } }, ranged({ default: { memory: "64Mi" } })),
      ),
      {
        path: "workloads[home/dashboard].containers[app].limits.memory",
        value: '"64Mi"',
        message: "is under the request of 128Mi: it is the default of its namespace's limitRange",
        fix: "raise it to at least 128Mi",
      },
    ],
    [
      "a device that is limited to more than is requested",
      owned({ containers: [{ ...app, requests: { extended: serial }, limits: { extended: { "squat.ai/serial": 2 } } }] }, withSerial),
      {
        path: 'workloads[home/dashboard].containers[app].limits.extended["squat.ai/serial"]',
        value: '"2"',
        message: "is not the request of 1",
        fix: "remove it: the request is the limit too",
      },
    ],
    [
      "a default request above the default limit",
      ranged({ defaultRequest: { memory: "512Mi" }, default: { memory: "256Mi" } }),
      {
        path: "namespaces[home].limitRange.defaultRequest",
        message: "has more memory than the default limit",
        value: '"512Mi"',
        fix: "lower it to at most 256Mi",
      },
    ],
    [
      "a CPU limit by default",
      ranged({ default: { cpu: "1" } }),
      {
        path: "namespaces[home].limitRange.default.cpu",
        message: "limits the CPU of every container that does not say otherwise: it is throttled while the node is idle",
        value: '"1"',
        fix: "remove it; defaultRequest.cpu says what they request",
      },
    ],
    [
      "a whole that is less than its parts",
      owned({ initContainers: [{ ...migrate, requests: { cpu: "1" } }], resources: { requests: { cpu: "500m" } } }),
      {
        path: "workloads[home/dashboard].resources.requests",
        message: "has less cpu than its containers request together",
        value: '"500m"',
        fix: "raise it, or lower the containers' requests",
      },
    ],
    [
      "a container that may use more than its pod",
      owned({ containers: [{ ...app, limits: { memory: "1Gi" } }], resources: { limits: { memory: "512Mi" } } }),
      {
        path: "workloads[home/dashboard].containers[app].limits",
        message: "has more memory than the pod as a whole may use",
        value: '"1Gi"',
        fix: "lower it to at most 512Mi",
      },
    ],
    [
      "a device for a pod as a whole",
      owned({ resources: { requests: { extended: serial } } }, withSerial),
      {
        path: "workloads[home/dashboard].resources.requests.extended",
        message: "can hold huge pages alone: nothing else can be requested for a pod as a whole",
        value: '"squat.ai/serial"',
        fix: "request it in the container that uses it",
      },
    ],
    [
      "a misspelt device",
      owned({ containers: [{ ...app, requests: { extended: { "squat.ai/serail": 1 } } }] }, withSerial),
      {
        path: "workloads[home/dashboard].containers[app].requests.extended",
        message: "is on no machine",
        value: '"squat.ai/serail"',
        fix: 'did you mean "squat.ai/serial"?',
      },
    ],
    [
      "scratch space of which no machine says how much it has",
      external({ requests: { extended: { "ephemeral-storage": "1Gi" } } }),
      {
        path: "workloads[home/mosquitto].requests.extended",
        message: "is on no machine",
        value: '"ephemeral-storage"',
        fix: "say how much each machine has: ephemeralStorage in the hardware table",
      },
    ],
    [
      "CPU in the wrong place",
      external({ requests: { extended: { cpu: 1 } } }),
      {
        path: "workloads[home/mosquitto].requests.extended",
        message: "is no extended resource",
        value: '"cpu"',
        fix: "write cpu next to extended",
      },
    ],
    [
      "a card twice",
      withWorkload("media/jellyfin", { requests: { extended: { "gpu.intel.com/i915": 1 } } }),
      {
        path: "workloads[media/jellyfin].requests.extended",
        message: "is what gpu asks for already",
        value: '"gpu.intel.com/i915"',
        fix: "remove it, or remove gpu",
      },
    ],
    [
      "half a device",
      external({ requests: { extended: { "squat.ai/serial": "500m" } } }),
      {
        path: 'workloads[home/mosquitto].requests.extended["squat.ai/serial"]',
        message: "must be a whole number, or a quantity such as 2Gi",
        value: '"500m"',
      },
    ],
    [
      "two containers of one name",
      owned({ initContainers: [app] }),
      { path: "workloads[home/dashboard].containers[app]", message: "is listed twice", fix: "remove one of them, or give it another name" },
    ],
    [
      "a recommendation for what the pod as a whole says",
      owned({ resources: { requests: { cpu: "1" } }, recommendation: { cpu: "50m", memory: "64Mi" } }),
      {
        path: "workloads[home/dashboard].recommendation",
        message: "would change nothing: what the pod requests as a whole stands in for its containers",
        fix: "set resources.requests instead",
      },
    ],
    [
      "init containers of what Berth does not render",
      external({ initContainers: [migrate] }),
      {
        path: "workloads[home/mosquitto].initContainers",
        message: 'is only for what Berth renders, and managedBy is "argocd"',
        fix: "leave it out: the pod's requests are what the scheduler counts in all",
      },
    ],
  ])("cannot be %s", (_, definition, finding) => {
    expect(mistakesIn(definition)).toEqual([finding]);
  });
});
