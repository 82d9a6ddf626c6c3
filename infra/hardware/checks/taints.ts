import type { Finding } from "../../diagnostics/finding";
import { controlPlaneTaint } from "../control-plane-taint";
import type { HardwareCheck } from "./check";

/** Taints that the operating system can set as they are written. */
export const checkTaints: HardwareCheck = ({ machines, operatingSystem, allowSchedulingOnControlPlanes }) =>
  machines.flatMap(({ name, role, taints }) => {
    const path = `machines[${name}].taints`;
    const oneEffectPerKey = operatingSystem === "talos" && role === "control-plane";
    const seen = new Set<string>();
    return taints.flatMap(({ key, effect }): Finding[] => {
      if (oneEffectPerKey && key === controlPlaneTaint.key && effect !== controlPlaneTaint.effect) {
        return [
          {
            path,
            message: `has ${key} with another effect than the ${controlPlaneTaint.effect} that Talos sets on control planes`,
            value: `"${effect}"`,
            fix: "leave it out",
          },
        ];
      }
      if (oneEffectPerKey && key === controlPlaneTaint.key && allowSchedulingOnControlPlanes) {
        return [
          {
            path,
            message: `has ${key}, which cluster.allowSchedulingOnControlPlanes takes away`,
            value: `"${effect}"`,
            fix: "leave one of the two out",
          },
        ];
      }
      const identity = oneEffectPerKey ? key : `${key}:${effect}`;
      if (!seen.has(identity)) {
        seen.add(identity);
        return [];
      }
      return [
        {
          path,
          message: `has ${identity} twice`,
          fix: oneEffectPerKey ? "keep one: on a control plane Talos can set one effect for each key" : "keep one",
        },
      ];
    });
  });
