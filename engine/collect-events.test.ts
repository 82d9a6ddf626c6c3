import { type DiagnosticEvent, DiffKind, type EngineEvent, type OpType } from "@pulumi/pulumi/automation";
import { EventCollector } from "./collect-events";

let sequence = 0;

function event(content: Partial<EngineEvent>): EngineEvent {
  sequence += 1;
  return { sequence, timestamp: 0, ...content };
}

function step(
  op: OpType,
  name: string,
  detailedDiff: Record<string, { diffKind: DiffKind; inputDiff: boolean }> = {},
  type = "kubernetes:core/v1:Secret",
): EngineEvent {
  return event({ resourcePreEvent: { metadata: { op, urn: `urn:pulumi:s::p::${type}::${name}`, type, provider: "", detailedDiff } } });
}

function diagnostic(severity: string, message: string): EngineEvent {
  const diagnosticEvent: DiagnosticEvent = { severity: "info", message, color: "never" };
  // The engine sends severities that the SDK's type does not list.
  Reflect.set(diagnosticEvent, "severity", severity);
  return event({ diagnosticEvent });
}

function resultOf(events: readonly EngineEvent[], succeeded = true): ReturnType<EventCollector["result"]> {
  const collector = new EventCollector();
  for (const each of events) {
    collector.take(each);
  }
  return collector.result(succeeded);
}

it("drops debug messages, which hold the inputs of resources, secrets included", () => {
  const { diagnostics } = resultOf([
    diagnostic("debug", "RegisterResource: token=fixture-secret"),
    diagnostic("warning", "deprecated"),
    diagnostic("info#err", "note"),
  ]);
  expect(diagnostics).toEqual([
    { severity: "warning", message: "deprecated" },
    { severity: "info", message: "note" },
  ]);
});

it("gives the same result for the same events in another order", () => {
  const events = [
    step("create", "b"),
    step("create", "a"),
    diagnostic("error", "second"),
    diagnostic("error", "first"),
    event({
      policyEvent: {
        message: "m",
        color: "never",
        policyName: "z",
        policyPackName: "",
        policyPackVersion: "",
        policyPackVersionTag: "",
        enforcementLevel: "mandatory",
      },
    }),
    event({
      policyEvent: {
        message: "m",
        color: "never",
        policyName: "y",
        policyPackName: "",
        policyPackVersion: "",
        policyPackVersionTag: "",
        enforcementLevel: "warning",
      },
    }),
  ];
  expect(resultOf([...events].reverse())).toEqual(resultOf(events));
  expect(resultOf(events).violations.map(({ policy, enforcement }) => `${policy} ${enforcement}`)).toEqual(["y advisory", "z mandatory"]);
});

it("shows a replacement once, with the property that causes it", () => {
  const cause = {
    "metadata.name": { diffKind: DiffKind.updateReplace, inputDiff: true },
    "data.a": { diffKind: DiffKind.add, inputDiff: true },
  };
  const { steps } = resultOf([step("create-replacement", "a", cause), step("replace", "a", cause), step("delete-replaced", "a", cause)]);
  expect(steps.map(({ operation, changes }) => ({ operation, changes }))).toEqual([
    {
      operation: "replace",
      changes: [
        { path: "data.a", kind: "add", replaces: false },
        { path: "metadata.name", kind: "update", replaces: true },
      ],
    },
  ]);
});

it("counts as the engine does when it came to the end, and by the steps when it did not", () => {
  const summary = event({
    summaryEvent: { maybeCorrupt: false, durationSeconds: 3, resourceChanges: { create: 2, same: 5 }, policyPacks: {} },
  });
  expect(resultOf([step("create", "a"), summary])).toMatchObject({ counts: { create: 2, same: 5 }, durationSeconds: 3 });
  expect(resultOf([step("create", "a"), step("update", "b")], false)).toMatchObject({
    counts: { create: 1, update: 1 },
    outcome: "failed",
  });
});

it("leaves out what the engine makes by itself", () => {
  expect(
    resultOf([
      step("create", "default_4_34_2", {}, "pulumi:providers:kubernetes"),
      step("create", "homelab", {}, "pulumi:providers:kubernetes"),
    ]).steps.map(({ name }) => name),
  ).toEqual(["homelab"]);
});

it("takes colours out, and messages that say nothing else", () => {
  expect(resultOf([diagnostic("error", "<{%fg 1%}>bad<{%reset%}>"), diagnostic("info", "<{%reset%}>")]).diagnostics).toEqual([
    { severity: "error", message: "bad" },
  ]);
});

it("does not mention our own launchers", () => {
  expect(
    resultOf([
      diagnostic("warning", "using pulumi-analyzer-policy-nodejs from $PATH at /x"),
      diagnostic("warning", "using pulumi-resource-aws from $PATH at /x"),
    ]).diagnostics.map(({ message }) => message),
  ).toEqual(["using pulumi-resource-aws from $PATH at /x"]);
});
