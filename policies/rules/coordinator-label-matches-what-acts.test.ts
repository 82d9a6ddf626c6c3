import { examples } from "../examples";
import { deployment, descheduler } from "../examples/deployment";
import { type Manifest, withField } from "../examples/manifest";
import { ruleMessages } from "../testing/rule-findings";
import { coordinatorLabelMatchesWhatActs } from "./coordinator-label-matches-what-acts";

const [scaled = deployment, scaledObject = deployment] = examples[coordinatorLabelMatchesWhatActs.id]?.good ?? [];
const label = ["spec", "template", "metadata", "labels", "scaling.talos.io/managed-by"];

function messages(...manifests: readonly Manifest[]): readonly string[] {
  return ruleMessages(coordinatorLabelMatchesWhatActs, manifests);
}

it.each<[string | undefined, boolean, string | undefined]>([
  ["keda", true, undefined],
  ["keda", false, "and no ScaledObject scales them."],
  ["none", true, "and ScaledObject home/dashboard scales them."],
  ["none", false, undefined],
  ["descheduler", true, "and ScaledObject home/dashboard scales them."],
  ["descheduler", false, undefined],
  ["hpa", false, "and there is no such coordinator: it is one of keda, descheduler, none."],
  [undefined, true, undefined],
])("label %s, scaled: %s", (said, isScaled, contradiction) => {
  expect(messages(withField(scaled, label, said), ...(isScaled ? [scaledObject] : []))).toEqual(
    contradiction === undefined
      ? []
      : [`violation: The pods of Deployment home/dashboard carry scaling.talos.io/managed-by=${said ?? ""}, ${contradiction}`],
  );
});

it("a scaler of another namespace or of another workload is none", () => {
  expect(messages(scaled, withField(scaledObject, ["metadata", "namespace"], "media"))).toHaveLength(1);
  expect(messages(scaled, withField(scaledObject, ["spec", "scaleTargetRef", "name"], "other"))).toHaveLength(1);
});

it("leaves to descheduler-excludes-keda-scaled what may be evicted as well", () => {
  expect(messages(withField(scaled, label, "descheduler"), scaledObject, descheduler)).toEqual([]);
});
