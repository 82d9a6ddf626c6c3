import type { PodPlacement } from "../infra/placement/emit/pod-placement";

/** A placement as the three values that nearly every chart has for the pods of one of its parts. */
export function placementValues(placement: PodPlacement | undefined): Pick<PodPlacement, "nodeSelector" | "affinity" | "tolerations"> {
  const { nodeSelector, affinity, tolerations } = placement ?? {};
  return {
    ...(nodeSelector === undefined ? {} : { nodeSelector }),
    ...(affinity === undefined ? {} : { affinity }),
    ...(tolerations === undefined ? {} : { tolerations }),
  };
}
