import type * as kubernetes from "@pulumi/kubernetes";
import type { NodeSelectorTerm, PodPlacement } from "../../infra/placement/emit/pod-placement";

type PodSpec = kubernetes.types.input.core.v1.PodSpec;
type Affinity = kubernetes.types.input.core.v1.Affinity;
type SelectorTerm = kubernetes.types.input.core.v1.NodeSelectorTerm;

/** The fields of a pod's spec that a placement sets; absent where it says nothing. */
export function placementFields(placement: PodPlacement): Partial<PodSpec> {
  const { nodeSelector, affinity, tolerations, topologySpreadConstraints, priorityClassName } = placement;
  return {
    ...(nodeSelector === undefined ? {} : { nodeSelector: { ...nodeSelector } }),
    ...(affinity === undefined ? {} : { affinity: affinityOf(affinity) }),
    ...(tolerations === undefined ? {} : { tolerations: tolerations.map((toleration) => ({ ...toleration })) }),
    ...(topologySpreadConstraints === undefined
      ? {}
      : {
          topologySpreadConstraints: topologySpreadConstraints.map(({ labelSelector, matchLabelKeys, ...constraint }) => ({
            ...constraint,
            labelSelector: { matchLabels: { ...labelSelector.matchLabels } },
            ...(matchLabelKeys === undefined ? {} : { matchLabelKeys: [...matchLabelKeys] }),
          })),
        }),
    ...(priorityClassName === undefined ? {} : { priorityClassName }),
  };
}

function affinityOf({ nodeAffinity, podAffinity, podAntiAffinity }: NonNullable<PodPlacement["affinity"]>): Affinity {
  const required = nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const preferred = nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution;
  return {
    ...(nodeAffinity === undefined
      ? {}
      : {
          nodeAffinity: {
            ...(required === undefined
              ? {}
              : { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: required.nodeSelectorTerms.map(selectorTerm) } }),
            ...(preferred === undefined
              ? {}
              : {
                  preferredDuringSchedulingIgnoredDuringExecution: preferred.map(({ weight, preference }) => ({
                    weight,
                    preference: selectorTerm(preference),
                  })),
                }),
          },
        }),
    ...(podAffinity === undefined
      ? {}
      : {
          podAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: podAffinity.requiredDuringSchedulingIgnoredDuringExecution.map(
              ({ labelSelector, topologyKey, namespaces }) => ({
                labelSelector: { matchLabels: { ...labelSelector.matchLabels } },
                topologyKey,
                ...(namespaces === undefined ? {} : { namespaces: [...namespaces] }),
              }),
            ),
          },
        }),
    ...(podAntiAffinity === undefined
      ? {}
      : {
          podAntiAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution.map(
              ({ labelSelector, topologyKey }) => ({
                labelSelector: { matchLabels: { ...labelSelector.matchLabels } },
                topologyKey,
              }),
            ),
          },
        }),
  };
}

function selectorTerm({ matchExpressions }: NodeSelectorTerm): SelectorTerm {
  return {
    matchExpressions: matchExpressions.map(({ key, operator, values }) => ({
      key,
      operator,
      ...(values === undefined ? {} : { values: [...values] }),
    })),
  };
}
