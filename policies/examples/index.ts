import { coordinationExamples } from "./coordination";
import { disruptionExamples } from "./disruption";
import { federationExamples } from "./federation";
import { hardwareExamples } from "./hardware";
import { type RuleExample } from "./manifest";
import { nodePoolExamples } from "./node-pools";
import { placementExamples } from "./placement";
import { resourceExamples } from "./resources";
import { securityExamples } from "./security";

/** One example for each rule, by its id: shown in the documentation, and tested. */
export const examples: Readonly<Record<string, RuleExample>> = {
  ...coordinationExamples,
  ...disruptionExamples,
  ...federationExamples,
  ...hardwareExamples,
  ...nodePoolExamples,
  ...placementExamples,
  ...resourceExamples,
  ...securityExamples,
};
