import { type PolicyPackArgs } from "@pulumi/policy";
import { type CalendarDate, currentDate } from "./calendar-date";
import { AskedOnce } from "./host/asked-once";
import { hostedPolicy } from "./host/hosted-policy";
import { Notes, notePolicies } from "./host/notes";
import { type ClusterModel } from "./model/cluster";
import { rules } from "./rules";

/** Name of the pack. */
export const packName = "berth";

/**
 * The pack with every rule. Making one starts nothing; `serve.ts` gives it to Pulumi.
 *
 * @param today - decides which exemptions still hold.
 */
export function policyPack(today: CalendarDate = currentDate()): PolicyPackArgs {
  const notes = new Notes();
  const models = new AskedOnce<ClusterModel>();
  return {
    displayName: "Berth",
    description: "Placement, scaling, disruption and resources of small Kubernetes clusters",
    enforcementLevel: "mandatory",
    policies: [...rules.map((rule) => hostedPolicy(rule, notes, models, today)), ...notePolicies(notes)],
  };
}
