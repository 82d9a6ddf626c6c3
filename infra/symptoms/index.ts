import { blockingBudgets } from "./blocking-budgets";
import { cardsMissing } from "./cards-missing";
import { cardsWithoutLabel } from "./cards-without-label";
import { daemonsOnVirtualNodes } from "./daemons-on-virtual-nodes";
import { evictedPods } from "./evicted-pods";
import { exhaustedQuotas } from "./exhausted-quotas";
import { failingAdmission } from "./failing-admission";
import { nodeConditions } from "./node-conditions";
import { nodesOfTables } from "./nodes-of-tables";
import { outOfMemory } from "./out-of-memory";
import { pendingPods } from "./pending-pods";
import { placementPolicies } from "./placement-policies";
import { podsOutsidePlan } from "./pods-outside-plan";
import { podsWithoutPlacement } from "./pods-without-placement";
import { scalersNotReady } from "./scalers-not-ready";
import { silentAutoscalers } from "./silent-autoscalers";
import type { Symptom } from "./symptom";
import { unsizedSidecars } from "./unsized-sidecars";

/** Every symptom: what keeps pods from running first, causes before what follows from them. */
export const symptoms: readonly Symptom[] = [
  nodesOfTables,
  nodeConditions,
  cardsMissing,
  cardsWithoutLabel,
  failingAdmission,
  placementPolicies,
  pendingPods,
  daemonsOnVirtualNodes,
  exhaustedQuotas,
  outOfMemory,
  evictedPods,
  podsOutsidePlan,
  podsWithoutPlacement,
  scalersNotReady,
  silentAutoscalers,
  blockingBudgets,
  unsizedSidecars,
];
