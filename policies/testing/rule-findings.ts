import { type Manifest, resourcesOf } from "../examples/manifest";
import { clusterFromResources } from "../model/from-resources";
import { type ResourceSnapshot } from "../model/resources/resource";
import { type Rule } from "../rule";

/** The day on which tests happen. */
export const testDay = "2026-06-01";

/** What a rule says about objects, each as `outcome: message`. */
export function ruleMessages(rule: Rule, manifests: readonly Manifest[], configuration: object = {}): readonly string[] {
  return messagesAbout(rule, resourcesOf(manifests), configuration);
}

/** The same for resources that no manifest can express. */
export function messagesAbout(rule: Rule, resources: readonly ResourceSnapshot[], configuration: object = {}): readonly string[] {
  return rule.findings(clusterFromResources(resources), configuration, testDay).map(({ outcome, message }) => `${outcome}: ${message}`);
}
