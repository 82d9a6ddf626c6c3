import type { Level } from "../objectives/objective";
import type { Model } from "./model";
import { shared } from "./topology";

/** The levels' terms by what they belong to, each with the number of its level, in order. */
export interface LevelTerms {
  readonly ofNodes: readonly { readonly l: number; readonly node: NonNullable<Level["node"]> }[];
  readonly ofPods: readonly { readonly l: number; readonly pod: NonNullable<Level["pod"]> }[];
  /** Of each workload, the levels that it has a term in; shared by workloads with the same ones. */
  readonly ofWorkload: readonly (readonly { readonly l: number; readonly workload: NonNullable<Level["workload"]> }[])[];
  /** Of each workload, all terms that a pod of it may change; shared like those. */
  readonly ofPod: readonly (readonly PodTerms[])[];
}

interface PodTerms {
  readonly l: number;
  readonly node: Level["node"];
  readonly workload: Level["workload"];
  readonly pod: Level["pod"];
}

export function levelTerms({ workloads }: Pick<Model, "workloads">, levels: readonly Level[]): LevelTerms {
  const numbered = levels.map(({ node, workload, pod }, l) => ({ l, node, workload, pod }));
  const ofNodes = numbered.flatMap(({ l, node }) => (node === undefined ? [] : [{ l, node }]));
  const ofPods = numbered.flatMap(({ l, pod }) => (pod === undefined ? [] : [{ l, pod }]));
  const concerned = (w: number): string => levels.map(({ concerns }) => (concerns?.(w) === false ? "0" : "1")).join("");
  const forConcerns = shared((concerns: string) => ({
    ofWorkload: numbered.flatMap(({ l, workload }) => (workload === undefined || concerns[l] === "0" ? [] : [{ l, workload }])),
    ofPod: numbered
      .map((terms) => (concerns[terms.l] === "0" ? { ...terms, workload: undefined } : terms))
      .filter(({ node, workload, pod }) => node !== undefined || workload !== undefined || pod !== undefined),
  }));
  const each = workloads.map((_, w) => forConcerns(concerned(w)));
  return { ofNodes, ofPods, ofWorkload: each.map(({ ofWorkload }) => ofWorkload), ofPod: each.map(({ ofPod }) => ofPod) };
}
