import type { WorkloadRow } from "../../../infra/workloads/schema";
import { applicationWorkloads } from "./applications";
import { berthWorkloads } from "./berth";
import { coreWorkloads } from "./core";
import { homeAutomationWorkloads } from "./home-automation";
import { mediaWorkloads } from "./media";
import { platformWorkloads } from "./platform";

/**
 * Everything that seed 004 names, and what must be there for it to run. The seed gives one figure, that the memory limits on
 * metal1 add up to 96 % of its memory, and `current` with the limits gives it (snapshot.test.ts). All other figures are
 * the charts' own where the row says so, and else estimates, as its note says.
 */
export const workloads: readonly WorkloadRow[] = [
  ...coreWorkloads,
  ...platformWorkloads,
  ...homeAutomationWorkloads,
  ...applicationWorkloads,
  ...mediaWorkloads,
  ...berthWorkloads,
];
