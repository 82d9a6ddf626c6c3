import type { Finding } from "../../diagnostics/finding";
import type { ParsedWorkload } from "../schema";
import { pathOf, type WorkloadCheck } from "./check";

const perNode = "a DaemonSet has one pod on each node that it tolerates and selects";
const fixed = "the kubelet runs a static pod from a file on its node";
const finite = "the pods of a CronJob end by themselves";

/** Fields that make no sense for a kind, with why. `rebalance` counts when it is true, lists when they have entries. */
const excluded: Readonly<Record<ParsedWorkload["kind"], { readonly because: string; readonly fields: readonly (keyof ParsedWorkload)[] }>> =
  {
    Deployment: { because: "", fields: [] },
    StatefulSet: { because: "", fields: [] },
    DaemonSet: {
      because: perNode,
      fields: [
        "replicas",
        "current",
        "target",
        "antiAffinity",
        "spread",
        "colocateWith",
        "podAffinity",
        "podAntiAffinity",
        "scaling",
        "rebalance",
        "disruption",
        "immovable",
      ],
    },
    StaticPod: {
      because: fixed,
      fields: [
        "containers",
        "target",
        "antiAffinity",
        "spread",
        "colocateWith",
        "podAffinity",
        "podAntiAffinity",
        "scaling",
        "verticalScaling",
        "rebalance",
        "disruption",
        "immovable",
      ],
    },
    CronJob: { because: finite, fields: ["scaling", "rebalance", "disruption"] },
  };

/** Fields fit the kind of workload. */
export const checkKinds: WorkloadCheck = ({ workloads }) =>
  workloads.flatMap((row): Finding[] => {
    const { because, fields } = excluded[row.kind];
    const findings: Finding[] = fields
      .filter((field) => isGiven(row[field]))
      .map((field) => ({ path: pathOf(row, field), message: `is not for a ${row.kind}: ${because}`, fix: "remove it" }));
    if (row.isNew === true && row.kind !== "DaemonSet") {
      findings.push({ path: pathOf(row, "isNew"), message: `is not for a ${row.kind}: it is new when current is empty`, fix: "remove it" });
    }
    if (row.kind === "StaticPod" && Object.keys(row.current).length === 0) {
      findings.push({
        path: pathOf(row, "current"),
        message: `is missing: ${fixed}`,
        fix: "say on which nodes it runs, such as { cp1: 1 }",
      });
    }
    return findings;
  });

function isGiven(value: unknown): boolean {
  if (typeof value === "object" && value !== null) {
    return Object.keys(value).length > 0;
  }
  return value !== undefined && value !== false;
}
