import { deployment } from "../examples/deployment";
import { type Manifest, withField } from "../examples/manifest";
import { ruleMessages } from "../testing/rule-findings";
import { quotaAdmitsWorkloads } from "./quota-admits-workloads";

function quota(hard: Readonly<Record<string, string>>): Manifest {
  return { apiVersion: "v1", kind: "ResourceQuota", metadata: { namespace: "home", name: "tier" }, spec: { hard } };
}

// Two pods of 100m and 128Mi.
it.each<[string, string, string | undefined]>([
  ["requests.cpu", "200m", undefined],
  ["requests.cpu", "0.2", undefined],
  ["requests.cpu", "199m", "200m"],
  ["cpu", "100m", "200m"],
  ["requests.memory", "256Mi", undefined],
  ["requests.memory", "255Mi", "256Mi"],
  ["memory", "0.1Gi", "256Mi"],
  ["pods", "2", undefined],
  ["pods", "1", "2"],
  ["services", "0", undefined],
  ["requests.cpu", "plenty", undefined],
])("%s: %s", (key, amount, total) => {
  expect(ruleMessages(quotaAdmitsWorkloads, [quota({ [key]: amount }), deployment])).toEqual(
    total === undefined
      ? []
      : [`violation: ResourceQuota home/tier allows ${key} of ${amount}, and the workloads of the namespace ask for ${total}.`],
  );
});

it("counts an init container where it needs more than those after it, a sidecar beside them", () => {
  const path = ["spec", "template", "spec", "initContainers"];
  const init = { name: "setup", image: "example/setup:1", resources: { requests: { cpu: "150m" } } };
  const hard = { "requests.cpu": "0" };
  const [first] = ruleMessages(quotaAdmitsWorkloads, [quota(hard), withField(deployment, path, [init])]);
  expect(first).toMatch(/ask for 300m\.$/);
  const [beside] = ruleMessages(quotaAdmitsWorkloads, [quota(hard), withField(deployment, path, [{ ...init, restartPolicy: "Always" }])]);
  expect(beside).toMatch(/ask for 500m\.$/);
});

it("counts its own namespace only", () => {
  expect(ruleMessages(quotaAdmitsWorkloads, [quota({ pods: "0" }), withField(deployment, ["metadata", "namespace"], "media")])).toEqual([]);
});
