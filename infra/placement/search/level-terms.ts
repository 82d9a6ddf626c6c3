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
  /** A binary number with a 1 for each level that the workload is no concern of: there are a dozen. */
  const unconcerned = (w: number): number => levels.reduce((sum, { concerns }, l) => sum + (concerns?.(w) === false ? 2 ** l : 0), 0);
  const isConcern = (number: number, l: number): boolean => Math.floor(number / 2 ** l) % 2 === 0;
  const forConcerns = shared((number: number) => ({
    ofWorkload: numbered.flatMap(({ l, workload }) => (workload === undefined || !isConcern(number, l) ? [] : [{ l, workload }])),
    ofPod: numbered
      .map((terms) => (isConcern(number, terms.l) ? terms : { ...terms, workload: undefined }))
      .filter(({ node, workload, pod }) => node !== undefined || workload !== undefined || pod !== undefined),
  }));
  const each = workloads.map((_, w) => forConcerns(unconcerned(w)));
  return { ofNodes, ofPods, ofWorkload: each.map(({ ofWorkload }) => ofWorkload), ofPod: each.map(({ ofPod }) => ofPod) };
}
