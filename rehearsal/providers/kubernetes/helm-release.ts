import { isUnknown, type PropertyMap, revealedMap } from "../property-value";
import type { CheckFailure } from "../stand-in";

/** Inputs of `kubernetes:helm.sh/v3:Release`, from @pulumi/kubernetes 4.34 (helm/v3/release.d.ts). */
const releaseInputs: ReadonlySet<string> = new Set([
  "allowNullValues",
  "atomic",
  "chart",
  "cleanupOnFail",
  "compat",
  "createNamespace",
  "dependencyUpdate",
  "description",
  "devel",
  "disableCRDHooks",
  "disableOpenapiValidation",
  "disableWebhooks",
  "forceUpdate",
  "keyring",
  "lint",
  "manifest",
  "maxHistory",
  "name",
  "namespace",
  "postrender",
  "recreatePods",
  "renderSubchartNotes",
  "replace",
  "repositoryOpts",
  "resetValues",
  "resourceNames",
  "reuseValues",
  "skipAwait",
  "skipCrds",
  "takeOwnership",
  "timeout",
  "valueYamlFiles",
  "values",
  "verify",
  "version",
  "waitForJobs",
]);

export function isRelease(type: string): boolean {
  return type === "kubernetes:helm.sh/v3:Release";
}

/** What the provider refuses without reading the chart. */
export function checkRelease(inputs: PropertyMap): readonly CheckFailure[] {
  const { chart, repositoryOpts } = inputs;
  const failures: CheckFailure[] = Object.keys(inputs)
    .filter((key) => !releaseInputs.has(key))
    .map((key) => ({ property: key, reason: "is no input of a Helm release" }));
  if (chart === undefined || chart === "") {
    failures.push({ property: "chart", reason: "is required: the chart's name, path or oci:// address" });
  } else if (typeof chart === "string" && !isUnknown(chart) && chart.startsWith("oci://") && repositoryOpts !== undefined) {
    failures.push({ property: "repositoryOpts", reason: "must be left out with an oci:// chart, whose address is complete" });
  }
  return failures;
}

/** A release has no outputs of interest in a preview; afterwards it says that it is deployed. */
export function releaseOutputs(inputs: PropertyMap, preview: boolean): PropertyMap {
  const { name, namespace, version } = revealedMap(inputs);
  const located = { ...inputs, namespace: inputs["namespace"] ?? "default" };
  if (preview) {
    return located;
  }
  return {
    ...located,
    status: { name: name ?? "", namespace: namespace ?? "default", version: version ?? "", revision: 1, status: "deployed" },
  };
}
