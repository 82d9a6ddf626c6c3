import { loadStack } from "../infra/stack/load-stack";
import { validConfig, validDefinition } from "../infra/stack/testing/valid-stack";
import { checkCluster } from "./check-stack";
import { configuredRules, packConfigurationOf, type PolicyConfiguration } from "./configuration";
import { examples } from "./examples";
import { resourcesOf } from "./examples/manifest";
import { clusterFromResources } from "./model/from-resources";

const pinned = clusterFromResources(resourcesOf(examples["no-hostname-pinning"]?.bad ?? []));

function levels(configuration: PolicyConfiguration): readonly (readonly [string, string])[] {
  return configuredRules(configuration).map(({ rule, level }) => [rule.id, level] as const);
}

function outcomes(configuration: PolicyConfiguration): readonly string[] {
  return checkCluster(pinned, configuration).map(({ outcome, enforcement }) => `${outcome}, ${enforcement}`);
}

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
  [{ "no-hostname-pinning": { exemptions: [{ subject: "home/dash*", reason: "it reads that node's sensor" }] } }, ["exempted, advisory"]],
  [{ "no-hostname-pinning": { exemptions: [{ subject: "*/dash", reason: "it reads that node's sensor" }] } }, ["violation, mandatory"]],
])("%j", (configuration, expected) => {
  expect(outcomes(configuration)).toEqual(expected);
});

it.each<[PolicyConfiguration, string]>([
  [{ "no-hostname-pining": "advisory" }, 'no-hostname-pining: there is no such policy\n    fix: did you mean "no-hostname-pinning"?'],
  [{ "no-cpu-limits": "warning" }, 'no-cpu-limits: must be disabled, advisory or mandatory, or an object with settings (found "warning")'],
  [{ "no-cpu-limits": { exemptions: [{ subject: "home/dashboard" }] } }, "no-cpu-limits.exemptions.0.reason: "],
  [{ "no-cpu-limits": { exemptions: [{ subject: "home/dashboard", reason: "because" }] } }, "must say why, in at least ten characters"],
  [{ "no-cpu-limits": { exemptions: [{ subject: "dashboard", reason: "it reads that node's sensor" }] } }, "must be namespace/name"],
  [{ "no-cpu-limits": { allow: true } }, "no-cpu-limits: "],
  [{ "control-plane-for-core-only": { coreNamespaces: "kube-system" } }, "control-plane-for-core-only.coreNamespaces: "],
])("refuses %j", (configuration, message) => {
  expect(() => checkCluster(pinned, configuration)).toThrow(message);
});

it("tells the pack what it cannot see in resources: core namespaces, nodes and hosts", () => {
  expect(packConfigurationOf(loadStack(validDefinition, validConfig))).toEqual({
    "anti-affinity-fits-nodes": { nodes: 3 },
    "control-plane-for-core-only": { coreNamespaces: ["kube-system"] },
    "host-memory-is-not-overcommitted": { hosts: [] },
  });
});

it("tells the pack what a stack exempts, and keeps its core namespaces", () => {
  const policies = {
    "no-cpu-limits": { exemptions: [{ subject: "home/dashboard", reason: "its licence is per core" }] },
    "control-plane-for-core-only": "advisory",
  };
  expect(packConfigurationOf(loadStack({ ...validDefinition, policies }, validConfig))).toEqual({
    "anti-affinity-fits-nodes": { nodes: 3 },
    "host-memory-is-not-overcommitted": { hosts: [] },
    "no-cpu-limits": policies["no-cpu-limits"],
    "control-plane-for-core-only": { coreNamespaces: ["kube-system"], enforcementLevel: "advisory" },
  });
});

it("refuses a stack's settings of a policy that does not exist", () => {
  expect(() => packConfigurationOf(loadStack({ ...validDefinition, policies: { "no-cpu-limit": "disabled" } }, validConfig))).toThrow(
    'did you mean "no-cpu-limits"?',
  );
});
