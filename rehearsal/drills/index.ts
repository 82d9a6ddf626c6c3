import { anyOrderOfArrival } from "./any-order-of-arrival";
import { burstToANode } from "./burst-to-a-node";
import { deschedulerRests } from "./descheduler-rests";
import type { Drill } from "./drill";
import { eachNodeDrained } from "./each-node-drained";
import { eachNodeFailed } from "./each-node-failed";
import { fromBefore } from "./from-before";
import { placedByKyverno } from "./placed-by-kyverno";
import { rollingUpdates } from "./rolling-updates";
import { scaledByKeda } from "./scaled-by-keda";
import { scaledToZeroAndPeak } from "./scaled-to-zero-and-peak";
import { scheduledAsPlanned } from "./scheduled-as-planned";
import { tiersByKyverno } from "./tiers-by-kyverno";
import { vpaRecommends } from "./vpa-recommends";

/** Every drill, in the order in which they are run: what only looks comes first, what takes nodes away last. */
export const drills: readonly Drill[] = [
  scheduledAsPlanned,
  deschedulerRests,
  fromBefore,
  anyOrderOfArrival,
  scaledToZeroAndPeak,
  scaledByKeda,
  vpaRecommends,
  placedByKyverno,
  tiersByKyverno,
  rollingUpdates,
  burstToANode,
  eachNodeDrained,
  eachNodeFailed,
];
