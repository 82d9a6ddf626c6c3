import { type PolicyPackArgs } from "@pulumi/policy";
import { hostedPolicy } from "./host/hosted-policy";
import { Notes, notePolicies } from "./host/notes";
import { rules } from "./rules";

/** Name of the pack. */
export const packName = "berth";

/** The pack with every rule. Making one starts nothing; `index.ts` gives it to Pulumi. */
export function policyPack(): PolicyPackArgs {
  const notes = new Notes();
  return {
    displayName: "Berth",
    description: "Placement, scaling, disruption and resources of small Kubernetes clusters",
    enforcementLevel: "mandatory",
    policies: [...rules.map((rule) => hostedPolicy(rule, notes)), ...notePolicies(notes)],
  };
}
