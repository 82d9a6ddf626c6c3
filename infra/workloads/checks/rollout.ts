import type { Finding } from "../../diagnostics/finding";
import { isStuck } from "../rollout";
import { pathOf, type WorkloadCheck } from "./check";

/** Rollouts are for Deployments, and can begin. */
export const checkRollout: WorkloadCheck = ({ workloads }) =>
  workloads.flatMap((row): Finding[] => {
    const { rollout, kind } = row;
    if (rollout === undefined) {
      return [];
    }
    if (kind !== "Deployment") {
      const value = JSON.stringify(rollout);
      return [{ path: pathOf(row, "rollout"), message: `is not for a ${kind}: only a Deployment has one`, value, fix: "remove it" }];
    }
    return isStuck(rollout)
      ? [
          {
            path: pathOf(row, "rollout"),
            message: "lets no pod start before an old one ends, and no old one end before: it cannot begin",
            value: JSON.stringify(rollout),
            fix: "set maxUnavailable: 1, or a maxSurge above zero",
          },
        ]
      : [];
  });
