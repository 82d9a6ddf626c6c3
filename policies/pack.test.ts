import * as policy from "@pulumi/policy";
import { type ResourceValidationArgs, type ResourceValidationPolicy, type StackValidationPolicy } from "@pulumi/policy";
import { unknownValue } from "@pulumi/pulumi/runtime";
import { examples } from "./examples";
import { descheduler, deployment } from "./examples/deployment";
import { configurationOf as examplesConfiguration, type Manifest, resourcesOf, withField } from "./examples/manifest";
import { policyPack } from "./pack";
import { rules } from "./rules";
import { testDay } from "./testing/rule-findings";

type Report = readonly [policy: string, message: string, urn: string | undefined];

/** Asks the policies of a pack as the analyzer of Pulumi does: each for each resource, then each for the stack. */
async function analyze(
  manifests: readonly Manifest[],
  configuration: Readonly<Record<string, object>> = {},
  today = testDay,
): Promise<readonly Report[]> {
  const { policies } = policyPack(today);
  const reports: Report[] = [];
  const resources = resourcesOf(manifests).map(({ type, name, urn, properties }) => ({ type, name, urn, props: guarded(properties) }));
  for (const resource of resources) {
    for (const { name, validateResource = [] } of policies.filter(isResourcePolicy)) {
      for (const validate of [validateResource].flat()) {
        await validate({ ...common(name), ...resource }, (message) => reports.push([name, message, resource.urn]));
      }
    }
  }
  for (const { name, validateStack } of policies.filter(isStackPolicy)) {
    const policyResources = resources.map((resource) => ({
      ...resource,
      opts,
      dependencies: [],
      propertyDependencies: {},
      isType: () => false,
      asType: () => undefined,
    }));
    await validateStack({ ...common(name), resources: policyResources }, (message, subject) => reports.push([name, message, subject]));
  }
  return reports;

  function common(name: string) {
    return {
      opts,
      stackTags: new Map<string, string>(),
      isType: () => false,
      asType: () => undefined,
      // What a caller takes the configuration for is its own affair, as it is in Pulumi.
      getConfig: configurationOf(configuration[name] ?? {}),
      notApplicable: (reason?: string): never => {
        throw new Error(reason);
      },
    };
  }
}

/** Properties as policies get them: reading an unknown one throws. The types of Pulumi hide what makes them so. */
function guarded(properties: unknown): Readonly<Record<string, unknown>> {
  const guard: unknown = Reflect.get(policy, "unknownCheckingProxy");
  if (typeof guard !== "function") {
    throw new Error("this version of @pulumi/policy has no unknownCheckingProxy");
  }
  const result: unknown = Reflect.apply(guard, undefined, [properties]);
  return result as Readonly<Record<string, unknown>>;
}

function configurationOf(configuration: object): ResourceValidationArgs["getConfig"] {
  return (): never => configuration as never;
}

const opts = {
  protect: false,
  ignoreChanges: [],
  aliases: [],
  customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
  additionalSecretOutputs: [],
};

function isResourcePolicy(hosted: ResourceValidationPolicy | StackValidationPolicy): hosted is ResourceValidationPolicy {
  return "validateResource" in hosted;
}

function isStackPolicy(hosted: ResourceValidationPolicy | StackValidationPolicy): hosted is StackValidationPolicy {
  return "validateStack" in hosted;
}

const limitsPath = ["spec", "template", "spec", "containers", 0, "resources", "limits"];
const limited = withField(deployment, limitsPath, { cpu: "1" });
const urn = "urn:pulumi:example::berth::kubernetes:apps/v1:Deployment::home-dashboard";

it("hosts every rule with its words, level and configuration, then the notes", () => {
  const { policies } = policyPack();
  expect(policies.map(({ name }) => name)).toEqual([...rules.map(({ id }) => id), "notes-on-resources", "notes-on-the-stack"]);
  expect(policies.find(({ name }) => name === "no-cpu-limits")).toMatchObject({
    displayName: "No CPU limits",
    severity: "medium",
    enforcementLevel: "mandatory",
    url: "docs/policies.md#no-cpu-limits",
    remediationSteps: "Remove limits.cpu and keep requests.cpu.",
    configSchema: {
      properties: {
        exemptions: {
          type: "array",
          default: [],
          items: {
            type: "object",
            required: ["subject", "reason", "until"],
            additionalProperties: false,
            properties: { subject: { type: "string" }, reason: { type: "string", minLength: 10 }, until: { type: "string" } },
          },
        },
      },
    },
  });
  expect(policies.find(({ name }) => name === "control-plane-for-core-only")?.configSchema?.properties["coreNamespaces"]).toMatchObject({
    type: "array",
    items: { type: "string", minLength: 1 },
  });
});

describe.each(rules.map((rule) => ({ rule, example: examples[rule.id] ?? { good: [], bad: [] } })))(
  "$rule.id",
  ({ rule, example: { good, bad, settings } }) => {
    it("is silent about the good example and speaks about the bad one", async () => {
      const configuration = examplesConfiguration(rule.id, settings);
      expect(await analyze(good, configuration)).toEqual([]);
      expect((await analyze(bad, configuration)).map(([policy]) => policy)).toEqual([rule.id]);
    });
  },
);

it("says what, why, what to change and where to read on", async () => {
  expect(await analyze([limited])).toEqual([
    [
      "no-cpu-limits",
      [
        "Container app of Deployment home/dashboard has a CPU limit: spec.template.spec.containers[0].resources.limits.cpu is 1.",
        "  why: A limit throttles a container although the node's processors are idle. Under contention the requests already share the CPU fairly, so the limit protects nobody and costs latency and watts.",
        "  fix: Remove limits.cpu and keep requests.cpu.",
        "  see: docs/policies.md#no-cpu-limits",
      ].join("\n"),
      urn,
    ],
  ]);
});

it("reports an exempted finding as a note, with its reason and its date", async () => {
  const exempt = (until: string) => ({
    "no-cpu-limits": { exemptions: [{ subject: "home/*", reason: "measured: it starves the rest", until }] },
  });
  const message = async (until: string) => (await analyze([limited], exempt(until)))[0]?.[1] ?? "";
  expect(await message("2026-12-31")).toContain("Exempt until 2026-12-31 (measured: it starves the rest): Container app");
  expect(await message("2026-06-11")).toContain("Exempt until 2026-06-11, in 10 days (measured: it starves the rest): Container app");
  expect(await analyze([limited], exempt("2026-05-31"))).toEqual([
    [
      "no-cpu-limits",
      expect.stringMatching(
        /limits\.cpu is 1\. Its exemption expired on 2026-05-31 \(measured: it starves the rest\)\.\n {2}why: /,
      ) as string,
      urn,
    ],
  ]);
  expect(await analyze([limited], exempt("2026-12-31"))).toEqual([
    [
      "notes-on-resources",
      "[no-cpu-limits] Exempt until 2026-12-31 (measured: it starves the rest): Container app of Deployment home/dashboard has a CPU limit: spec.template.spec.containers[0].resources.limits.cpu is 1.\n  see: docs/policies.md#no-cpu-limits",
      urn,
    ],
  ]);
});

it("an unknown value hides no violation, neither of its resource nor of the others", async () => {
  const pinned = withField(limited, ["spec", "template", "spec", "nodeSelector"], unknownValue);
  const other = withField(limited, ["metadata", "name"], "other");
  const reports = await analyze([pinned, other]);
  expect(reports.map(([policy, message]) => [policy, message.split("\n")[0]])).toEqual([
    [
      "no-cpu-limits",
      "Container app of Deployment home/dashboard has a CPU limit: spec.template.spec.containers[0].resources.limits.cpu is 1.",
    ],
    [
      "notes-on-resources",
      "[gpu-request-selector-toleration] Not decidable yet: Deployment home/dashboard: spec.template.spec.nodeSelector is not known yet",
    ],
    [
      "notes-on-resources",
      "[no-hostname-pinning] Not decidable yet: Deployment home/dashboard: spec.template.spec.nodeSelector is not known yet",
    ],
    [
      "no-cpu-limits",
      "Container app of Deployment home/other has a CPU limit: spec.template.spec.containers[0].resources.limits.cpu is 1.",
    ],
  ]);
});

it("an unknown value hides no violation of the same rule on the same resource", async () => {
  const containers = [
    { name: "a", resources: { limits: unknownValue } },
    { name: "b", resources: { requests: { memory: "64Mi" }, limits: { cpu: "1" } } },
  ];
  const reports = await analyze([withField(deployment, ["spec", "template", "spec", "containers"], containers)]);
  expect(reports.map(([name, message]) => [name, message.split("\n")[0]])).toEqual([
    [
      "no-cpu-limits",
      "Container b of Deployment home/dashboard has a CPU limit: spec.template.spec.containers[1].resources.limits.cpu is 1.",
    ],
    [
      "notes-on-resources",
      "[container-requests-cpu-and-memory] Not decidable yet: Deployment home/dashboard: spec.template.spec.containers[0].resources.limits is not known yet",
    ],
    [
      "notes-on-resources",
      "[gpu-request-selector-toleration] Not decidable yet: Deployment home/dashboard: spec.template.spec.containers[0].resources.limits is not known yet",
    ],
    [
      "notes-on-resources",
      "[memory-limit-covers-request] Not decidable yet: Deployment home/dashboard: spec.template.spec.containers[0].resources.limits is not known yet",
    ],
    [
      "notes-on-resources",
      "[no-cpu-limits] Not decidable yet: Deployment home/dashboard: spec.template.spec.containers[0].resources.limits is not known yet",
    ],
  ]);
});

it("an unknown part of the descheduler's policy leaves the stack's rules undecided, workload by workload", async () => {
  const unknownPolicy = withField(descheduler, ["values", "deschedulerPolicy"], unknownValue);
  const reports = await analyze([deployment, unknownPolicy]);
  expect(reports.map(([policy, message]) => [policy, message.split("\n")[0]])).toEqual([
    [
      "notes-on-the-stack",
      "[rebalanced-workload-has-disruption-budget] Not decidable yet: Deployment home/dashboard: values.deschedulerPolicy.profiles is not known yet",
    ],
  ]);
});

it("has nothing to say about other programs' resources", async () => {
  const bucket: Manifest = { apiVersion: "s3", kind: "Bucket", spec: { template: null } };
  expect(
    await analyze([
      bucket,
      { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" }, data: { "a.yaml": ": not yaml: [DeschedulerPolicy" } },
    ]),
  ).toEqual([]);
});
