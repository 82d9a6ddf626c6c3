import { loadStack } from "../infra/stack/load-stack";
import { normalizeTiers } from "../infra/tiers/normalize";
import { validConfig, validDefinition } from "../infra/stack/testing/valid-stack";
import { checkCluster } from "./check-stack";
import { configuredRules, exemptionsOf, packConfigurationOf, type PolicyConfiguration } from "./configuration";
import { examples } from "./examples";
import { resourcesOf } from "./examples/manifest";
import { clusterFromResources } from "./model/from-resources";
import { testDay } from "./testing/rule-findings";

const pinned = clusterFromResources(resourcesOf(examples["no-hostname-pinning"]?.bad ?? []));

function levels(configuration: PolicyConfiguration): readonly (readonly [string, string])[] {
  return configuredRules(configuration).map(({ rule, level }) => [rule.id, level] as const);
}

function outcomes(configuration: PolicyConfiguration): readonly string[] {
  return checkCluster(pinned, configuration, testDay).map(({ outcome, enforcement }) => `${outcome}, ${enforcement}`);
}

const exemption = { subject: "home/dashboard", reason: "it reads that node's sensor", until: "2026-12-31" };

it("levels come from the rule, from all, or from the configuration of the rule", () => {
  expect(new Set(levels({}).map(([, level]) => level))).toEqual(new Set(["mandatory"]));
  const configured = new Map(
    levels({ all: "advisory", "no-cpu-limits": "disabled", "no-hostname-pinning": { enforcementLevel: "remediate" } }),
  );
  expect(configured.get("control-plane-for-core-only")).toBe("advisory");
  expect(configured.get("no-cpu-limits")).toBe("disabled");
  expect(configured.get("no-hostname-pinning")).toBe("mandatory");
});

it.each<[PolicyConfiguration, readonly string[]]>([
  [{}, ["violation, mandatory"]],
  [{ "no-hostname-pinning": "advisory" }, ["violation, advisory"]],
  [{ "no-hostname-pinning": "disabled" }, []],
  [
    { "no-hostname-pinning": { exemptions: [{ subject: "home/dash*", reason: "it reads that node's sensor", until: "2026-12-31" }] } },
    ["exempted, advisory"],
  ],
  [
    { "no-hostname-pinning": { exemptions: [{ subject: "*/dash", reason: "it reads that node's sensor", until: "2026-12-31" }] } },
    ["violation, mandatory"],
  ],
])("%j", (configuration, expected) => {
  expect(outcomes(configuration)).toEqual(expected);
});

it.each<[PolicyConfiguration, string]>([
  [{ "no-hostname-pining": "advisory" }, 'no-hostname-pining: there is no such policy\n    fix: did you mean "no-hostname-pinning"?'],
  [{ "no-cpu-limits": "warning" }, 'no-cpu-limits: must be disabled, advisory or mandatory, or an object with settings (found "warning")'],
  [{ "no-cpu-limits": { exemptions: [{ subject: "home/dashboard" }] } }, "no-cpu-limits.exemptions.0.reason: "],
  [
    { "no-cpu-limits": { exemptions: [{ ...exemption, reason: "because" }] } },
    "must say why, in at least ten characters\n    fix: set reason to why the finding is accepted",
  ],
  [{ "no-cpu-limits": { exemptions: [{ ...exemption, subject: "dashboard" }] } }, "must be namespace/name"],
  [
    { "no-cpu-limits": { exemptions: [{ subject: "home/dashboard", reason: "it reads that node's sensor" }] } },
    "no-cpu-limits.exemptions.0.until: is missing: an exemption ends\n    fix: set until to the last day on which it holds, such as 2026-08-30",
  ],
  [{ "no-cpu-limits": { exemptions: [{ ...exemption, until: "next year" }] } }, "exemptions.0.until: must be a date as 2027-02-19"],
  [{ "no-cpu-limits": { exemptions: [{ ...exemption, until: "2027-02-29" }] } }, "exemptions.0.until: is a day that does not exist"],
  [{ "no-cpu-limits": { allow: true } }, "no-cpu-limits: "],
  [{ "control-plane-for-core-only": { coreNamespaces: "kube-system" } }, "control-plane-for-core-only.coreNamespaces: "],
])("refuses %j", (configuration, message) => {
  expect(() => checkCluster(pinned, configuration, testDay)).toThrow(message);
});

/** What the pack is told of the valid stack's tiers: their names, and that it gives them no limits. */
const withoutTiers = {
  "limit-range-admits-containers": { maxima: [] },
  "namespace-has-tier": {
    tiers: [
      { namespace: "kube-system", tier: "0-core" },
      { namespace: "databases", tier: "1-cluster" },
      { namespace: "media", tier: "4-aux" },
      { namespace: "home", tier: "3-edge" },
    ],
  },
  "quota-admits-workloads": { nodes: 3 },
  "tier-memory-request-is-limit": { priorityClasses: [] },
};

it("tells the pack what it cannot see in resources: core namespaces, nodes and hosts", () => {
  expect(packConfigurationOf(loadStack(validDefinition, validConfig))).toEqual({
    ...withoutTiers,
    "anti-affinity-fits-nodes": { nodes: 3 },
    "control-plane-for-core-only": { coreNamespaces: ["kube-system"] },
    "host-memory-is-not-overcommitted": { hosts: [] },
  });
});

it("tells the pack what Kyverno makes of a stack's tiers", () => {
  const namespaces = validDefinition.namespaces.map((row) => (row.name === "kube-system" ? { ...row, madeElsewhere: true } : row));
  const stack = loadStack({ ...validDefinition, namespaces }, validConfig);
  const { tiers } = normalizeTiers({ table: { "1-cluster": { memory: "request-below-limit" } } });
  expect(packConfigurationOf({ ...stack, ...(tiers === undefined ? {} : { tiers }) })).toMatchObject({
    "limit-range-admits-containers": {
      maxima: [
        { namespace: "databases", memory: "4Gi" },
        { namespace: "media", memory: "4Gi" },
        { namespace: "home", memory: "4Gi" },
      ],
    },
    "tier-memory-request-is-limit": { priorityClasses: ["0-core", "2-gpu"] },
  });
});

it("tells the pack what a stack exempts, and keeps its core namespaces", () => {
  const policies = {
    "no-cpu-limits": { exemptions: [{ subject: "home/dashboard", reason: "its licence is per core", until: "2027-02-19" }] },
    "control-plane-for-core-only": "advisory",
  };
  expect(packConfigurationOf(loadStack({ ...validDefinition, policies }, validConfig))).toEqual({
    ...withoutTiers,
    "anti-affinity-fits-nodes": { nodes: 3 },
    "host-memory-is-not-overcommitted": { hosts: [] },
    "no-cpu-limits": policies["no-cpu-limits"],
    "control-plane-for-core-only": { coreNamespaces: ["kube-system"], enforcementLevel: "advisory" },
  });
});

it("lists every exemption with its reason, its date and where it stands, used or not", () => {
  const until = (subject: string, date: string) => ({ subject, reason: "its licence is per core", until: date });
  const configuration: PolicyConfiguration = {
    "no-hostname-pinning": { exemptions: [until("home/a", "2026-05-31"), until("home/b", "2026-06-01")] },
    "no-cpu-limits": { exemptions: [until("home/c", "2026-07-01"), until("home/d", "2026-07-02")] },
    "vpa-names-its-mode": "disabled",
  };
  expect(exemptionsOf(configuration, testDay).map(({ policy, subject, state, end }) => [policy, subject, state, end])).toEqual([
    ["no-cpu-limits", "home/c", "ends-soon", "until 2026-07-01, in 30 days"],
    ["no-cpu-limits", "home/d", "active", "until 2026-07-02"],
    ["no-hostname-pinning", "home/a", "expired", "expired on 2026-05-31"],
    ["no-hostname-pinning", "home/b", "ends-soon", "until 2026-06-01, today"],
  ]);
});

it("refuses a stack's settings of a policy that does not exist", () => {
  expect(() => packConfigurationOf(loadStack({ ...validDefinition, policies: { "no-cpu-limit": "disabled" } }, validConfig))).toThrow(
    'did you mean "no-cpu-limits"?',
  );
});
