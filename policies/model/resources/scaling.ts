import { type BudgetView, type ScalerView } from "../cluster";
import { type LabelSelector } from "../../../infra/selectors/label-selector";
import { ObjectView } from "./object-view";
import { type KubernetesObject } from "./resource";
import { labelSelector } from "./selector";

/** A ScaledObject of KEDA or an HTTPScaledObject of its add-on, or undefined when the object is neither. */
export function scalerView(object: KubernetesObject): ScalerView | undefined {
  switch (`${object.group}/${object.kind}`) {
    case "keda.sh/ScaledObject":
      return new Scaler(object, ["minReplicaCount"], ["maxReplicaCount"]);
    case "http.keda.sh/HTTPScaledObject":
      return new Scaler(object, ["replicas", "min"], ["replicas", "max"]);
    default:
      return undefined;
  }
}

/** A PodDisruptionBudget, or undefined when the object is none. */
export function budgetView(object: KubernetesObject): BudgetView | undefined {
  return object.group === "policy" && object.kind === "PodDisruptionBudget" ? new Budget(object) : undefined;
}

class Scaler extends ObjectView implements ScalerView {
  readonly type = "scaler";

  constructor(
    object: KubernetesObject,
    private readonly minReplicasPath: readonly string[],
    private readonly maxReplicasPath: readonly string[],
  ) {
    super(object);
  }

  get targetKind(): string {
    return this.object.properties.at("spec", "scaleTargetRef", "kind").text() ?? "Deployment";
  }

  get targetName(): string {
    return this.object.properties.at("spec", "scaleTargetRef", "name").text() ?? "";
  }

  get minReplicas(): number {
    return this.object.properties.at("spec", ...this.minReplicasPath).number() ?? 0;
  }

  get maxReplicas(): number {
    // KEDA's own default, and its add-on's.
    return this.object.properties.at("spec", ...this.maxReplicasPath).number() ?? 100;
  }

  get triggerTypes(): readonly string[] {
    // An HTTPScaledObject scales on its requests, and on nothing else.
    return this.object.kind === "HTTPScaledObject"
      ? ["http"]
      : this.object.properties
          .at("spec", "triggers")
          .list()
          .flatMap((trigger) => trigger.at("type").text() ?? []);
  }
}

class Budget extends ObjectView implements BudgetView {
  readonly type = "budget";

  get selector(): LabelSelector | undefined {
    const selector = this.object.properties.at("spec", "selector");
    return selector.isPresent() ? labelSelector(selector) : undefined;
  }

  get minAvailable(): number | string | undefined {
    return this.object.properties.at("spec", "minAvailable").countOrPercent();
  }

  get maxUnavailable(): number | string | undefined {
    return this.object.properties.at("spec", "maxUnavailable").countOrPercent();
  }
}
