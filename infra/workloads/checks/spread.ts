import type { Finding } from "../../diagnostics/finding";
import { spreadsOf } from "../spreads";
import { topologyKeyOf } from "../topology";
import { pathOf, type WorkloadCheck } from "./check";

/** Spread constraints that the API server accepts. */
export const checkSpread: WorkloadCheck = ({ workloads }) =>
  workloads.flatMap((row) => {
    const spreads = spreadsOf(row);
    return spreads.flatMap(({ over, strict, minDomains }, index): Finding[] => {
      const path = pathOf(row, Array.isArray(row.spread) ? `spread[${index}]` : "spread");
      const findings: Finding[] = [];
      if (minDomains !== undefined && !strict) {
        findings.push({
          path: `${path}.minDomains`,
          message: "needs a strict constraint: one that is only preferred has no least number of domains",
          value: String(minDomains),
          fix: "set strict: true, or remove minDomains",
        });
      }
      const first = spreads.findIndex((other) => topologyKeyOf(other.over) === topologyKeyOf(over) && other.strict === strict);
      if (first < index) {
        findings.push({
          path,
          message: `is over the same domains as spread[${first}], and both are ${strict ? "" : "not "}strict`,
          value: `"${over}"`,
          fix: "keep the one with the smaller maxSkew",
        });
      }
      return findings;
    });
  });
