import type { DeploymentStrategy, PodTemplate } from "../api/controllers";
import type { Metadata } from "../api/metadata";
import type { Pod } from "../api/pod";
import type { PodSpec } from "../api/pod-spec";
import type { WorkloadRow } from "../../workloads/schema";

/** A workload of the live cluster: what deploys it, and the pods that it has. */
export interface ObservedWorkload {
  readonly namespace: string;
  /** Its name in the tables. */
  readonly name: string;
  readonly kind: WorkloadRow["kind"];
  /** What the cluster calls the kind, where the tables call it otherwise. */
  readonly ownerKind: string;
  /** Undefined for static pods, and when its owner may not be read. */
  readonly owner: Metadata | undefined;
  readonly template: PodTemplate | undefined;
  /** How a Deployment replaces its pods, where it says. */
  readonly strategy: DeploymentStrategy | undefined;
  /** Pods that it is meant to have; undefined where the owner does not say. */
  readonly desired: number | undefined;
  /** Pods that hold room on a machine of the tables. Empty when it does not run. */
  readonly pods: readonly Pod[];
  /** Pods that wait for a node. */
  readonly pending: number;
  /** The labels that its pods have, and that they will have. */
  readonly labelSets: readonly Readonly<Record<string, string>>[];
}

/** `namespace/name`. */
export function workloadId({ namespace, name }: Pick<ObservedWorkload, "namespace" | "name">): string {
  return `${namespace}/${name}`;
}

/** What the user wrote where it can be read, else what the first pod has: for what admission may add to. */
export function writtenSpec({ template, pods }: Pick<ObservedWorkload, "template" | "pods">): PodSpec | undefined {
  return template?.spec ?? pods[0]?.spec;
}

/** What a running pod has, else what the user wrote: for what admission fills in. */
export function effectiveSpec({ template, pods }: Pick<ObservedWorkload, "template" | "pods">): PodSpec | undefined {
  return pods[0]?.spec ?? template?.spec;
}

/** The labels of each pod, and of those that the template makes; each set once, since a workload's pods are mostly alike. */
export function distinctLabelSets({ template, pods }: Pick<ObservedWorkload, "template" | "pods">): ObservedWorkload["labelSets"] {
  const sets = [...pods.map(({ metadata }) => metadata.labels), ...(template === undefined ? [] : [template.metadata.labels])];
  return [...new Map(sets.map((labels) => [JSON.stringify(labels), labels])).values()];
}
