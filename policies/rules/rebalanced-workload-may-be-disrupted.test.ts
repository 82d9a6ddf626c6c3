import { deployment } from "../examples/deployment";
import { withField } from "../examples/manifest";
import { ruleMessages } from "../testing/rule-findings";
import { rebalancedWorkloadMayBeDisrupted } from "./rebalanced-workload-may-be-disrupted";

it.each<[string, string | undefined, number]>([
  ["descheduler", "true", 1],
  ["descheduler", "false", 0],
  ["descheduler", undefined, 0],
  ["keda", "true", 0],
  ["none", "true", 0],
])("label %s, do-not-disrupt %s", (coordinator, annotation, count) => {
  const metadata = {
    labels: { app: "dashboard", "scaling.talos.io/managed-by": coordinator },
    ...(annotation === undefined ? {} : { annotations: { "karpenter.sh/do-not-disrupt": annotation } }),
  };
  expect(ruleMessages(rebalancedWorkloadMayBeDisrupted, [withField(deployment, ["spec", "template", "metadata"], metadata)])).toEqual(
    count === 0
      ? []
      : [
          "violation: The pods of Deployment home/dashboard are labelled for the descheduler to move, and karpenter.sh/do-not-disrupt forbids it.",
        ],
  );
});
