import { UserError } from "../diagnostics/user-error";
import { loadStack } from "../stack/load-stack";
import type { StackDefinition } from "../stack/definition";
import { validConfig, validDefinition, withWorkload } from "../stack/testing/valid-stack";
import { withProposals } from "./apply";
import { propose, type RightSizing } from "./propose";
import { parseRecommendations } from "./recommendation";

const now = Date.parse("2026-06-01T00:00:00Z");

/** Mosquitto, of tier 3-edge: 20m and 64Mi, no limit. */
const sized = withWorkload("home/mosquitto", { requests: { cpu: "20m", memory: "64Mi" }, limits: { memory: "64Mi" } });

function vpa(change: { mode?: string; created?: string; containers?: readonly object[]; name?: string; vpa?: string } = {}): object {
  const bounds = {
    lowerBound: { cpu: "5m", memory: "50Mi" },
    target: { cpu: "48m", memory: "100Mi" },
    upperBound: { cpu: "1", memory: "200Mi" },
  };
  const containerRecommendations = change.containers ?? [{ containerName: "mosquitto", ...bounds }];
  return {
    metadata: {
      namespace: "home",
      name: change.vpa ?? "goldilocks-mosquitto",
      creationTimestamp: change.created ?? "2026-01-01T00:00:00Z",
    },
    spec: {
      targetRef: { apiVersion: "apps/v1", kind: "Deployment", name: change.name ?? "mosquitto" },
      updatePolicy: { updateMode: change.mode ?? "Off" },
    },
    status: { recommendation: { containerRecommendations } },
  };
}

function proposalsFor(items: readonly object[], definition: StackDefinition = sized): RightSizing {
  const recommendations = parseRecommendations(JSON.stringify({ kind: "List", items }), "vpa.json");
  return propose(loadStack(definition, validConfig), recommendations, now);
}

it("sizes a pod of others by the sum of its containers, and says how", () => {
  const definition = withWorkload("home/mosquitto", { tier: "1-cluster" }, sized);
  expect(proposalsFor([vpa()], definition).proposals).toEqual([
    {
      workload: "home/mosquitto",
      recommended: { lowerBound: "5m 50Mi", target: "48m 100Mi", upperBound: "1 200Mi" },
      changes: [
        { field: "requests.cpu", from: "20m", to: "50m" },
        { field: "requests.memory", from: "64Mi", to: "240Mi" },
        { field: "limits.memory", from: "64Mi", to: "240Mi" },
      ],
      why: ["×1.2 (stable)"],
    },
  ]);
});

it("takes its tier's stability and what it means to do with memory, unless the row says otherwise", () => {
  const texts = (definition: StackDefinition): unknown => proposalsFor([vpa()], definition).proposals[0]?.changes.map(({ to }) => to);
  expect(texts(sized)).toEqual(["50m", "112Mi", "272Mi"]);
  expect(texts(withWorkload("home/mosquitto", { stability: "stable" }, sized))).toEqual(["50m", "112Mi", "240Mi"]);
});

it("sizes each container of its own pods", () => {
  const bounds = {
    lowerBound: { cpu: "1m", memory: "1Mi" },
    target: { cpu: "30m", memory: "60Mi" },
    upperBound: { cpu: "1", memory: "100Mi" },
  };
  const definition = withWorkload("home/dashboard", {
    containers: [{ name: "app", image: "example.com/app:1", requests: { cpu: "100m", memory: "128Mi" } }],
  });
  const { proposals } = proposalsFor([vpa({ name: "dashboard", containers: [{ containerName: "app", ...bounds }] })], definition);
  expect(proposals[0]?.changes).toEqual([
    { container: "app", field: "requests.cpu", from: "100m", to: "30m" },
    { container: "app", field: "requests.memory", from: "128Mi", to: "64Mi" },
    { container: "app", field: "limits.memory", to: "144Mi" },
  ]);
  expect(withProposals(definition.workloads, proposals).find(({ name }) => name === "dashboard")?.containers).toEqual([
    { name: "app", image: "example.com/app:1", requests: { cpu: "30m", memory: "64Mi" }, limits: { memory: "144Mi" } },
  ]);
});

it("leaves alone what is less than a tenth away", () => {
  const definition = withWorkload("home/mosquitto", { requests: { cpu: "48m", memory: "108Mi" }, limits: { memory: "260Mi" } });
  expect(proposalsFor([vpa()], definition).proposals).toMatchObject([{ workload: "home/mosquitto", changes: [] }]);
});

it.each<[string, readonly object[], string]>([
  ["there is no VPA", [], "has no VPA"],
  [
    "its VPA sets requests itself",
    [vpa({ mode: "Initial" })],
    "VPA goldilocks-mosquitto is in mode Initial and sets what pods request itself; with Off it only recommends",
  ],
  [
    "its VPA has no data",
    [vpa({ containers: [] })],
    "VPA goldilocks-mosquitto has no recommendation: is the recommender running, does it have metrics, does its target have pods?",
  ],
  [
    "its VPA is young",
    [vpa({ created: "2026-05-29T12:00:00Z" })],
    "VPA goldilocks-mosquitto has watched for 2 days; 7 make its upper bound worth something",
  ],
  [
    "two VPAs recommend",
    [vpa(), vpa({ vpa: "mosquitto" })],
    "has 2 VPAs (goldilocks-mosquitto, mosquitto): whose recommendation counts is not defined; keep one",
  ],
])("proposes nothing where %s", (_, items, reason) => {
  const { proposals, skipped } = proposalsFor(items);
  expect(proposals).toEqual([]);
  expect(skipped).toContainEqual({ subject: "home/mosquitto", reason });
});

it("names a VPA whose target has no row", () => {
  expect(proposalsFor([vpa({ name: "nobody" })]).skipped).toContainEqual({
    subject: "Deployment/home/nobody",
    reason: "has a VPA and no row in the tables",
  });
});

describe("a table of one's own", () => {
  const row = { namespace: "home", name: "mosquitto", target: { cpu: "48m", memory: "100Mi" }, upperBound: { cpu: "1", memory: "200Mi" } };

  it("says the same with fewer words", () => {
    const recommendations = parseRecommendations(JSON.stringify([row, { ...row, container: "metrics" }]), "sizes.json");
    expect(recommendations).toMatchObject([
      {
        target: { kind: "Deployment", name: "mosquitto" },
        mode: "Off",
        containers: [{ container: "mosquitto" }, { container: "metrics" }],
      },
    ]);
    expect(propose(loadStack(validDefinition, validConfig), recommendations, now).proposals[0]?.changes[0]).toMatchObject({ to: "100m" });
  });

  it.each<[string, string, string]>([
    ["that is no JSON", "memory: 1Gi", "sizes.json: is not JSON"],
    [
      "with a quantity that is none",
      JSON.stringify([{ ...row, target: { cpu: "much", memory: "1Gi" } }]),
      "recommendations[home/mosquitto].target.cpu",
    ],
    ["with a field that nobody knows", JSON.stringify([{ ...row, targets: {} }]), "is not a known field"],
  ])("is refused %s", (_, text, message) => {
    const parse = () => parseRecommendations(text, "sizes.json");
    expect(parse).toThrow(UserError);
    expect(parse).toThrow(message);
  });
});
