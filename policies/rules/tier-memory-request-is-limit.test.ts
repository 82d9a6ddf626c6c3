import { deployment } from "../examples/deployment";
import { withField } from "../examples/manifest";
import { ruleMessages } from "../testing/rule-findings";
import { tierMemoryRequestIsLimit } from "./tier-memory-request-is-limit";

const podSpec = ["spec", "template", "spec"];

function withMemory(priorityClassName: string | undefined, request: string | undefined, limit: string | undefined) {
  const resources = {
    requests: { cpu: "100m", ...(request === undefined ? {} : { memory: request }) },
    limits: limit === undefined ? {} : { memory: limit },
  };
  return withField(
    withField(deployment, [...podSpec, "containers", 0, "resources"], resources),
    [...podSpec, "priorityClassName"],
    priorityClassName,
  );
}

it.each<[string | undefined, string | undefined, string | undefined, boolean]>([
  ["0-core", "1Gi", "1Gi", true],
  ["0-core", "1Gi", "1024Mi", true],
  ["1-cluster", "1Gi", "2Gi", false],
  ["2-gpu", "1Gi", "512Mi", false],
  ["0-core", undefined, "1Gi", true],
  ["0-core", "1Gi", undefined, true],
  ["0-core", "some", "1Gi", true],
  ["3-edge", "1Gi", "2Gi", true],
  ["system-node-critical", "1Gi", "2Gi", true],
  [undefined, "1Gi", "2Gi", true],
])("%s: request %s, limit %s", (priorityClass, request, limit, accepted) => {
  expect(ruleMessages(tierMemoryRequestIsLimit, [withMemory(priorityClass, request, limit)])).toEqual(
    accepted
      ? []
      : [
          `violation: Container app of Deployment home/dashboard is of tier ${priorityClass ?? ""}, requests ${request ?? ""} of memory and may use ${limit ?? ""}: spec.template.spec.containers[0].resources.limits.memory differs from the request.`,
        ],
  );
});

it("judges init containers too, and the tiers that its configuration names", () => {
  const init = { name: "setup", image: "example/setup:1", resources: { requests: { memory: "1Gi" }, limits: { memory: "2Gi" } } };
  const manifest = withField(withMemory("gold", "1Gi", "1Gi"), [...podSpec, "initContainers"], [init]);
  expect(ruleMessages(tierMemoryRequestIsLimit, [manifest])).toEqual([]);
  expect(ruleMessages(tierMemoryRequestIsLimit, [manifest], { priorityClasses: ["gold"] })).toHaveLength(1);
});
