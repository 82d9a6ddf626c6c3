import type { ObjectiveName } from "../problem";
import { balance } from "./balance";
import { ceilings } from "./ceilings";
import { controlPlane } from "./control-plane";
import { disruption } from "./disruption";
import { leftBehind } from "./left-behind";
import type { Objective } from "./objective";
import { place } from "./place";
import { replicasApart } from "./replicas-apart";
import { surviveLoss } from "./survive-loss";
import { watts } from "./watts";

export const objectives: Readonly<Record<ObjectiveName, Objective>> = {
  place,
  "left-behind": leftBehind,
  "control-plane": controlPlane,
  "survive-loss": surviveLoss,
  "replicas-apart": replicasApart,
  ceilings,
  watts,
  disruption,
  balance,
};
