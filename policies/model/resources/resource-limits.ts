import { type LimitRangeItemView, type LimitRangeView, type ReleaseView, type ResourceQuotaView } from "../cluster";
import { type Properties } from "../properties";
import { ObjectView } from "./object-view";
import { type KubernetesObject } from "./resource";

/** A LimitRange, ResourceQuota or Helm release as far as it sets limits, or undefined when the object is none of them. */
export function resourceLimitsView(object: KubernetesObject): LimitRangeView | ResourceQuotaView | ReleaseView | undefined {
  switch (`${object.group}/${object.kind}`) {
    case "/LimitRange":
      return new LimitRange(object);
    case "/ResourceQuota":
      return new ResourceQuota(object);
    case "helm.sh/Release":
      return new Release(object);
    default:
      return undefined;
  }
}

class LimitRange extends ObjectView implements LimitRangeView {
  readonly type = "limit-range";

  get limits(): readonly LimitRangeItemView[] {
    return this.object.properties
      .at("spec", "limits")
      .list()
      .map((item) => ({
        type: item.at("type").text() ?? "",
        default: item.at("default").textMap(),
        defaultRequest: item.at("defaultRequest").textMap(),
        max: item.at("max").textMap(),
        maxLimitRequestRatio: item.at("maxLimitRequestRatio").textMap(),
      }));
  }
}

class ResourceQuota extends ObjectView implements ResourceQuotaView {
  readonly type = "resource-quota";

  get hard(): Readonly<Record<string, string>> {
    return this.object.properties.at("spec", "hard").textMap();
  }
}

class Release extends ObjectView implements ReleaseView {
  readonly type = "release";

  get cpuLimitPaths(): readonly string[] {
    return cpuLimitPaths(this.object.properties.at("values"), false);
  }

  get texts(): ReleaseView["texts"] {
    return textsIn(this.object.properties.at("values"));
  }

  get chart(): string {
    return this.object.properties.at("chart").text() ?? "";
  }

  get version(): string | undefined {
    return this.object.properties.at("version").text();
  }
}

/**
 * Paths at which something called resources has a CPU limit. A null takes a chart's own limit away. Charts take secrets
 * and addresses as values: what is unknown is passed over, it is hardly a limit.
 */
function cpuLimitPaths(values: Properties, inResources: boolean): readonly string[] {
  if (!values.isKnown()) {
    return [];
  }
  const limit = values.at("limits", "cpu");
  const here = inResources && limit.isKnown() && limit.isPresent() ? [limit.path] : [];
  const below = values
    .entries()
    .flatMap(([key, child]) => (key === "limits" ? [] : cpuLimitPaths(child, inResources || /resources$/i.test(key))));
  return [...here, ...below];
}

function textsIn(values: Properties): ReleaseView["texts"] {
  if (!values.isKnown()) {
    return [];
  }
  const named = values.entries().flatMap(([key, child]) => {
    const text = child.isKnown() ? child.text() : undefined;
    return text === undefined ? textsIn(child) : [{ path: child.path, key, text }];
  });
  return [...named, ...values.list().flatMap(textsIn)];
}
