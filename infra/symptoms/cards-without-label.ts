import { discoveredGpuLabel } from "../hardware/capabilities";
import { hasCardLabel, offersCards } from "./cards-missing";
import { defineSymptom, type SymptomFinding } from "./symptom";

/** Nodes that offer a card and lack the label by which pods find it. */
export const cardsWithoutLabel = defineSymptom({
  name: "cards-without-label",
  title: "Cards that no selector finds",
  needs: ["nodes"],
  find: ({ nodes }, { stack }) =>
    nodes.flatMap((node) =>
      (["intel", "nvidia", "amd"] as const)
        .filter((vendor) => offersCards(node, vendor) && !hasCardLabel(node, vendor))
        .map((vendor): SymptomFinding => {
          const { key, value } = discoveredGpuLabel[vendor];
          return {
            severity: "warning",
            subject: `node ${node.metadata.name}`,
            seen: `offers a card of ${vendor} and lacks the label ${key}=${value}`,
            why: "the label comes from the vendor's operator, or from the rule that Berth gives node-feature-discovery; neither runs there",
            fix: `pulumi up -s ${stack.name} installs the rule; kubectl get nodefeaturerules shows whether it is there`,
          };
        }),
    ),
});
