import type * as kubernetes from "@pulumi/kubernetes";
import type { NodeSelectorTerm, PodPlacement } from "../../infra/placement/emit/pod-placement";
import type { LabelRequirement } from "../../infra/selectors/label-requirement";
import type { LabelSelector } from "../../infra/selectors/label-selector";

type PodSpec = kubernetes.types.input.core.v1.PodSpec;
type Affinities = NonNullable<PodPlacement["affinity"]>;
type AffinityTerm = kubernetes.types.input.core.v1.PodAffinityTerm;
type Selector = kubernetes.types.input.meta.v1.LabelSelector;
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

function affinityOf({ nodeAffinity, podAffinity, podAntiAffinity }: Affinities): Affinity {
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
    ...(podAffinity === undefined ? {} : { podAffinity: requiredTerms(podAffinity) }),
    ...(podAntiAffinity === undefined ? {} : { podAntiAffinity: requiredTerms(podAntiAffinity) }),
  };
}

function requiredTerms({ requiredDuringSchedulingIgnoredDuringExecution: terms }: NonNullable<Affinities["podAffinity"]>): {
  requiredDuringSchedulingIgnoredDuringExecution: AffinityTerm[];
} {
  return {
    requiredDuringSchedulingIgnoredDuringExecution: terms.map(({ labelSelector, topologyKey, namespaces, namespaceSelector }) => ({
      labelSelector: selectorOf(labelSelector),
      topologyKey,
      ...(namespaces === undefined ? {} : { namespaces: [...namespaces] }),
      ...(namespaceSelector === undefined ? {} : { namespaceSelector: selectorOf(namespaceSelector) }),
    })),
  };
}

function selectorOf({ matchLabels, matchExpressions }: LabelSelector): Selector {
  return {
    ...(matchLabels === undefined ? {} : { matchLabels: { ...matchLabels } }),
    ...(matchExpressions === undefined ? {} : { matchExpressions: matchExpressions.map(expressionOf) }),
  };
}

function selectorTerm({ matchExpressions }: NodeSelectorTerm): SelectorTerm {
  return { matchExpressions: matchExpressions.map(expressionOf) };
}

function expressionOf({ key, operator, values }: LabelRequirement): { key: string; operator: string; values?: string[] } {
  return { key, operator, ...(values === undefined ? {} : { values: [...values] }) };
}
