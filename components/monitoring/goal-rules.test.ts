import { ruleGroups } from "../../infra/goals/rule";
import { recordProgram } from "../testing/recorded-program";
import { GoalRules } from "./goal-rules";

it("is one PrometheusRule with all groups", async () => {
  const groups = ruleGroups("berth", [{ record: "a", expr: "vector(1)" }]);
  const labels = { release: "kube-prometheus-stack" };
  const { resources } = await recordProgram(() => new GoalRules("goals", { namespace: "monitoring", groups, labels }));
  expect(resources.map(({ type, name, parent }) => [type, name, parent])).toEqual([
    ["berth:monitoring:GoalRules", "goals", undefined],
    ["kubernetes:monitoring.coreos.com/v1:PrometheusRule", "goals-rules", "goals"],
  ]);
  expect(resources[1]?.inputs).toEqual({
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PrometheusRule",
    metadata: { namespace: "monitoring", name: "goals", labels },
    spec: { groups: [{ name: "berth", interval: "1m", rules: [{ record: "a", expr: "vector(1)" }] }] },
  });
});
