import type { Workload } from "../../infra/workloads/workload";
import type { KubernetesObject } from "../../kubernetes-api/cluster-api";
import { placeholderAnnotation } from "./placeholder";
import { externalPodTemplate, labelsOf } from "./external-pod";

/** Once in a year: what a rehearsal is to see of a CronJob is started by hand. */
const seldom = "0 0 1 1 *";

/** What controls the pods of a workload; undefined for static pods, which nothing does. */
export function externalController(workload: Workload): KubernetesObject | undefined {
  const { namespace, name, replicas, rollout } = workload;
  const metadata = { namespace, name, labels: { ...labelsOf(workload) }, annotations: { [placeholderAnnotation]: "true" } };
  const selector = { matchLabels: { ...labelsOf(workload) } };
  const template = externalPodTemplate(workload);
  switch (workload.kind) {
    case "Deployment":
      return {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata,
        spec: {
          replicas,
          selector,
          template,
          ...(rollout === undefined ? {} : { strategy: { type: "RollingUpdate", rollingUpdate: { ...rollout } } }),
        },
      };
    case "StatefulSet":
      return { apiVersion: "apps/v1", kind: "StatefulSet", metadata, spec: { replicas, selector, serviceName: name, template } };
    case "DaemonSet":
      return { apiVersion: "apps/v1", kind: "DaemonSet", metadata, spec: { selector, template } };
    case "CronJob":
      return {
        apiVersion: "batch/v1",
        kind: "CronJob",
        metadata,
        spec: {
          schedule: seldom,
          jobTemplate: {
            spec: {
              parallelism: replicas,
              completions: replicas,
              template: { ...template, spec: { ...template.spec, restartPolicy: "OnFailure" } },
            },
          },
        },
      };
    case "StaticPod":
      return undefined;
  }
}
