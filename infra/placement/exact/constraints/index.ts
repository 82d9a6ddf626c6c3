import type { PlacementProgram } from "../placement-program";
import { formulateAntiAffinity } from "./anti-affinity";
import { formulateColocation } from "./colocation";
import { formulateEveryPod } from "./every-pod";
import { formulateHostCapacity } from "./host-capacity";
import { formulateHostPorts } from "./host-ports";
import { formulatePodAffinity } from "./pod-affinity";
import { formulatePodCount } from "./pod-count";
import { formulateResources } from "./resources";
import { formulateSpread } from "./spread";

/**
 * What the linear program knows of the hard constraints. One that is not here makes it a relaxation: its bounds stay
 * right, and a placement that it finds is checked by the real rules before it is taken.
 */
export const constraintFormulations: readonly ((placement: PlacementProgram) => void)[] = [
  formulateEveryPod,
  formulateResources,
  formulatePodCount,
  formulateAntiAffinity,
  formulateColocation,
  formulatePodAffinity,
  formulateSpread,
  formulateHostPorts,
  formulateHostCapacity,
];
