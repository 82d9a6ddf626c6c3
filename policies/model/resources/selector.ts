import { type LabelSelector } from "../../../infra/selectors/label-selector";
import { type Properties } from "../properties";

/** A label selector as an object carries it. */
export function labelSelector(selector: Properties): LabelSelector {
  return {
    matchLabels: selector.at("matchLabels").textMap(),
    matchExpressions: selector
      .at("matchExpressions")
      .list()
      .map((requirement) => ({
        key: requirement.at("key").text() ?? "",
        operator: requirement.at("operator").text() ?? "",
        values: requirement.at("values").texts(),
      })),
  };
}
