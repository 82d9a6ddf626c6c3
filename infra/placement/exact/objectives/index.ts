import type { ObjectiveName } from "../../problem";
import { balanceFormulation } from "./balance";
import { ceilingsFormulation } from "./ceilings";
import { controlPlaneFormulation } from "./control-plane";
import { disruptionFormulation } from "./disruption";
import type { Formulation } from "./formulation";
import { replicasApartFormulation } from "./replicas-apart";
import { surviveLossFormulation } from "./survive-loss";
import { wattsFormulation } from "./watts";

/** Objectives of plans in which every pod has a node, and no limit on moves leaves any behind. */
export const formulations: Readonly<Record<Exclude<ObjectiveName, "place" | "left-behind">, Formulation>> = {
  "control-plane": controlPlaneFormulation,
  "survive-loss": surviveLossFormulation,
  "replicas-apart": replicasApartFormulation,
  ceilings: ceilingsFormulation,
  watts: wattsFormulation,
  disruption: disruptionFormulation,
  balance: balanceFormulation,
};
