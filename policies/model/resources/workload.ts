import { type ControllerView, type PodView, type WorkloadView } from "../cluster";
import { ObjectView } from "./object-view";
import { podView } from "./pod";
import { type KubernetesObject } from "./resource";
import { labelSelector } from "./selector";

/** Where the pod template of each kind stands. */
const templates: Readonly<Record<string, { readonly kind: WorkloadView["kind"]; readonly path: readonly string[] }>> = {
  "/Pod": { kind: "Pod", path: [] },
  "apps/Deployment": { kind: "Deployment", path: ["spec", "template"] },
  "apps/StatefulSet": { kind: "StatefulSet", path: ["spec", "template"] },
  "apps/DaemonSet": { kind: "DaemonSet", path: ["spec", "template"] },
  "apps/ReplicaSet": { kind: "ReplicaSet", path: ["spec", "template"] },
  "batch/Job": { kind: "Job", path: ["spec", "template"] },
  "batch/CronJob": { kind: "CronJob", path: ["spec", "jobTemplate", "spec", "template"] },
};

/** The pods that an object makes, or undefined when it makes none. */
export function workloadView(object: KubernetesObject): WorkloadView | undefined {
  const template = templates[`${object.group}/${object.kind}`];
  return template === undefined ? undefined : new Workload(object, template.kind, template.path);
}

class Workload extends ObjectView implements WorkloadView {
  readonly type = "workload";
  readonly specPath: string;
  readonly pod: PodView;

  constructor(
    object: KubernetesObject,
    readonly kind: WorkloadView["kind"],
    templatePath: readonly string[],
  ) {
    super(object);
    const { properties } = object;
    const spec = properties.at(...templatePath, "spec");
    this.specPath = spec.path;
    this.pod = podView(properties.at(...templatePath, "metadata"), spec, properties.at("spec", "volumeClaimTemplates"));
  }

  get replicas(): number {
    // Kubernetes starts one replica where nothing is said.
    return this.object.properties.at("spec", "replicas").number() ?? 1;
  }

  get maxSurge(): number | string {
    const strategy = this.object.properties.at("spec", "strategy");
    return this.kind === "Deployment" && strategy.at("type").text() !== "Recreate"
      ? (strategy.at("rollingUpdate", "maxSurge").countOrPercent() ?? "25%")
      : 0;
  }

  get parallelism(): number {
    const spec = this.object.properties.at("spec");
    return (this.kind === "CronJob" ? spec.at("jobTemplate", "spec") : spec).at("parallelism").number() ?? 1;
  }

  get controller(): ControllerView {
    const surge = (): number | string => this.maxSurge;
    const spec = this.object.properties.at("spec");
    return {
      get selector() {
        const selector = spec.at("selector");
        return selector.isPresent() ? labelSelector(selector) : undefined;
      },
      get fixedReplicas() {
        return spec.at("replicas").number();
      },
      get concurrencyPolicy() {
        return spec.at("concurrencyPolicy").text();
      },
      get surges() {
        return !/^0%?$/.test(String(surge()));
      },
    };
  }
}
