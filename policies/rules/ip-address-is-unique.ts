import { subjectsOfType } from "../model/cluster";
import { sharedWithEarlier } from "../model/sharing";
import { defineRule } from "../rule";

/** No two guests claim the same. */
export const ipAddressIsUnique = defineRule({
  id: "ip-address-is-unique",
  displayName: "An IP address is used once",
  description: "No two guests of the program have the same IPv4 address.",
  why: "Who is reached depends on whose answer came first: of two nodes with one address, sometimes the one and sometimes the other is in the cluster.",
  remediation: "Give one of them another address.",
  group: "hardware and secrets",
  severity: "critical",
  view: "stack",
  settings: {},
  *check(subject, cluster) {
    if (subject.type !== "virtual-machine") {
      return;
    }
    const keysOf = ({ addresses }: typeof subject): readonly string[] => addresses;
    for (const { other, key } of sharedWithEarlier(subject, subjectsOfType(cluster, "virtual-machine"), keysOf)) {
      yield { message: `${subject.label} and ${other.label} both have the address ${key}.` };
    }
  },
});
