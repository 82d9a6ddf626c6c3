import type { Finding } from "../../diagnostics/finding";
import { pathOf, type WorkloadCheck } from "./check";

/** Tolerations that the API server accepts. */
export const checkTolerations: WorkloadCheck = ({ workloads }) =>
  workloads.flatMap((row) =>
    row.tolerations.flatMap(({ key, operator, value }, index): Finding[] => {
      const path = pathOf(row, `tolerations[${index}]`);
      if (operator === "Exists" && value !== undefined && value !== "") {
        return [
          {
            path: `${path}.value`,
            message: 'must be absent: operator "Exists" tolerates every value',
            value: `"${value}"`,
            fix: 'remove it, or use operator "Equal"',
          },
        ];
      }
      if (operator === "Equal" && key === undefined) {
        return [
          {
            path: `${path}.key`,
            message: 'is missing: operator "Equal" compares the value of one key',
            fix: 'name the taint\'s key, or use operator "Exists" to tolerate every taint',
          },
        ];
      }
      return [];
    }),
  );
