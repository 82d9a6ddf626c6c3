import { type LimitRangeView, type ReleaseView, type ResourceQuotaView, type WorkloadView } from "../model/cluster";
import { decidedParts } from "../model/undecidable";
import { defineRule, type Violation } from "../rule";

/** CPU is requested, never limited. */
export const noCpuLimits = defineRule({
  id: "no-cpu-limits",
  displayName: "No CPU limits",
  description: "No container has a CPU limit, and no LimitRange or ResourceQuota forces one on it.",
  why: "A limit throttles a container although the node's processors are idle. Under contention the requests already share the CPU fairly, so the limit protects nobody and costs latency and watts.",
  remediation: "Remove limits.cpu and keep requests.cpu.",
  group: "resources",
  severity: "medium",
  view: "resource",
  settings: {},
  check(subject) {
    if (subject.type === "workload") {
      return checkContainers(subject);
    }
    if (subject.type === "limit-range") {
      return checkLimitRange(subject);
    }
    if (subject.type === "resource-quota") {
      return checkQuota(subject);
    }
    return subject.type === "release" ? checkRelease(subject) : [];
  },
});

function checkContainers({ label, pod, specPath }: WorkloadView): Iterable<Violation> {
  return decidedParts([
    () =>
      decidedParts(
        (pod.containers ?? []).map((container) => () => {
          const limit = container.limits["cpu"];
          return limit === undefined
            ? []
            : [{ message: `Container ${container.name} of ${label} has a CPU limit: ${container.resourcesPath}.limits.cpu is ${limit}.` }];
        }),
      ),
    () => {
      const limit = pod.podLimits["cpu"];
      return limit === undefined
        ? []
        : [{ message: `${label} has a CPU limit for the whole pod: ${specPath}.resources.limits.cpu is ${limit}.` }];
    },
  ]);
}

/** `default`, `max` and `maxLimitRequestRatio` each put a limit on every container or refuse the pod that has none. */
function checkLimitRange({ label, limits }: LimitRangeView): readonly Violation[] {
  return limits.flatMap((item, index) =>
    (["default", "max", "maxLimitRequestRatio"] as const)
      .filter((field) => item[field]["cpu"] !== undefined && item.type !== "PersistentVolumeClaim")
      .map((field) => ({
        message: `${label} forces a CPU limit on every ${item.type.toLowerCase()} of its namespace: spec.limits[${index}].${field}.cpu is ${item[field]["cpu"] ?? ""}.`,
        remediation: `Remove ${field}.cpu; a default CPU request goes into defaultRequest.cpu.`,
      })),
  );
}

function checkQuota({ label, hard }: ResourceQuotaView): readonly Violation[] {
  const limit = hard["limits.cpu"];
  return limit === undefined
    ? []
    : [
        {
          message: `${label} makes a CPU limit mandatory for every pod of its namespace: spec.hard["limits.cpu"] is ${limit}.`,
          remediation: "Count requests instead: replace limits.cpu by requests.cpu.",
        },
      ];
}

function checkRelease({ label, cpuLimitPaths }: ReleaseView): readonly Violation[] {
  return cpuLimitPaths.map((path) => ({
    outcome: "advice",
    message: `${label} sets ${path}: the chart probably gives its containers a CPU limit.`,
    remediation: `Set ${path} to null, which also removes a limit that the chart sets by default.`,
  }));
}
