import { parse } from "yaml";
import { type EvictingPluginView, type EvictorView } from "../cluster";
import { type LabelSelector } from "../../../infra/selectors/label-selector";
import { Properties } from "../properties";
import { type KubernetesObject } from "./resource";
import { labelSelector } from "./selector";

/** What the chart does when its policy is left alone. */
const chartDefault = {
  evictsDaemonSets: false,
  evictsSystemCritical: false,
  evictsLocalStorage: true,
  protectsPersistentVolumeClaims: true,
  protectsPodsWithoutBudget: false,
  minReplicas: 0,
  plugins: [{ name: "the chart's defaults" }],
} satisfies Omit<EvictorView, "label">;

/** The descheduler profiles that an object brings: a release of the chart, or the ConfigMap with its policy. */
export function evictorsOf(object: KubernetesObject): readonly EvictorView[] {
  if (object.group === "helm.sh" && object.kind === "Release") {
    return evictorsOfRelease(object);
  }
  if (object.group === "" && object.kind === "ConfigMap") {
    return object.properties
      .at("data")
      .entries()
      .flatMap(([, file]) => evictorsOfFile(file, object.label));
  }
  return [];
}

function evictorsOfRelease({ label, properties }: KubernetesObject): readonly EvictorView[] {
  const chart = properties.at("chart").text() ?? "";
  if (!/(^|\/)descheduler$/.test(chart)) {
    return [];
  }
  const policy = properties.at("values", "deschedulerPolicy");
  return policy.at("profiles").isPresent() ? profilesOf(policy, label) : [{ label: `the descheduler of ${label}`, ...chartDefault }];
}

function evictorsOfFile(file: Properties, label: string): readonly EvictorView[] {
  const text = file.text() ?? "";
  if (!text.includes("DeschedulerPolicy")) {
    return [];
  }
  try {
    return profilesOf(new Properties(parse(text), file.path), label);
  } catch {
    // Not YAML: then the descheduler does not start with it either.
    return [];
  }
}

function profilesOf(policy: Properties, label: string): readonly EvictorView[] {
  return policy
    .at("profiles")
    .list()
    .map((profile): EvictorView => {
      const argumentsOf = (plugin: string): Properties =>
        profile
          .at("pluginConfig")
          .list()
          .find((config) => config.at("name").text() === plugin)
          ?.at("args") ?? new Properties(undefined);
      const evictor = argumentsOf("DefaultEvictor");
      const unprotected = evictor.at("podProtections", "defaultDisabled").texts();
      const furtherProtected = evictor.at("podProtections", "extraEnabled").texts();
      // Only the claims of some storage classes: which a pod's are is not in its template.
      const someClaims = evictor.at("podProtections", "config", "PodsWithPVC", "protectedStorageClasses").list().length > 0;
      const selector = optionalSelector(evictor);
      return {
        label: `profile "${profile.at("name").text() ?? ""}" of the descheduler (${label})`,
        ...(selector === undefined ? {} : { labelSelector: selector }),
        evictsDaemonSets: evictor.at("evictDaemonSetPods").isTrue() || unprotected.includes("DaemonSetPods"),
        evictsSystemCritical: evictor.at("evictSystemCriticalPods").isTrue() || unprotected.includes("SystemCriticalPods"),
        evictsLocalStorage: evictor.at("evictLocalStoragePods").isTrue() || unprotected.includes("PodsWithLocalStorage"),
        protectsPersistentVolumeClaims: evictor.at("ignorePvcPods").isTrue() || (furtherProtected.includes("PodsWithPVC") && !someClaims),
        protectsPodsWithoutBudget: evictor.at("ignorePodsWithoutPDB").isTrue() || furtherProtected.includes("PodsWithoutPDB"),
        minReplicas: evictor.at("minReplicas").number() ?? 0,
        plugins: [...profile.at("plugins", "deschedule", "enabled").texts(), ...profile.at("plugins", "balance", "enabled").texts()].map(
          (name) => plugin(name, argumentsOf(name)),
        ),
      };
    });
}

function plugin(name: string, settings: Properties): EvictingPluginView {
  const included = settings.at("namespaces", "include");
  const selector = optionalSelector(settings);
  return {
    name,
    ...(included.isPresent() ? { includedNamespaces: included.texts() } : {}),
    excludedNamespaces: [...settings.at("namespaces", "exclude").texts(), ...settings.at("evictableNamespaces", "exclude").texts()],
    ...(selector === undefined ? {} : { labelSelector: selector }),
  };
}

function optionalSelector(settings: Properties): LabelSelector | undefined {
  const selector = settings.at("labelSelector");
  return selector.isPresent() ? labelSelector(selector) : undefined;
}
