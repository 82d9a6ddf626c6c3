import { isVirtualNode } from "../burst/federation/virtual-node";
import { defineSymptom, type SymptomFinding } from "./symptom";

/** By it Karpenter's nodes are known: they come and go, and stand in no table. */
const rentedLabel = "karpenter.sh/nodepool";

/** Nodes of the tables that the cluster does not have, and the other way round. */
export const nodesOfTables = defineSymptom({
  name: "nodes-of-tables",
  title: "Nodes that differ from the tables",
  needs: ["nodes"],
  find: ({ nodes }, { stack }): readonly SymptomFinding[] => {
    const present = new Set(nodes.map(({ metadata }) => metadata.name));
    const known = new Set(stack.problem.nodes.map(({ name }) => name));
    return [
      ...[...known]
        .filter((name) => !present.has(name))
        .map((name): SymptomFinding => ({
          severity: "critical",
          subject: `node ${name}`,
          seen: "stands in the tables, and the cluster does not have it",
          why: "it never joined, was removed, or registers under another name",
          fix: `bring it up (pulumi up -s ${stack.name}), or take its row away and plan anew`,
        })),
      ...nodes
        .filter(
          ({ metadata }) => !known.has(metadata.name) && metadata.labels[rentedLabel] === undefined && !isVirtualNode(metadata.labels),
        )
        .map(({ metadata }): SymptomFinding => ({
          severity: "warning",
          subject: `node ${metadata.name}`,
          seen: "is in the cluster, and stands in no table",
          why: "pods may run there that the plan has elsewhere, and nothing is planned for it",
          fix: "npm run observe writes its row; or drain and delete it",
        })),
    ];
  },
});
