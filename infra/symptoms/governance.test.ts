import type { ApiObject } from "../observe/testing/cluster-of-stack";
import { tiersOf } from "../tiers/testing/tiers-of";
import { refusalIn } from "./exhausted-quotas";
import {
  added,
  changed,
  type ClusterObjects,
  diagnosisOf,
  findingsOf,
  healthyCluster,
  healthyStack,
  podOf,
  removed,
} from "./testing/healthy-cluster";

describe("a quota", () => {
  const message =
    'Error creating: pods "sonarr-x" is forbidden: exceeded quota: tier, requested: requests.memory=2Gi, used: requests.memory=15Gi, limited: requests.memory=16Gi';
  const event: ApiObject = {
    metadata: { namespace: "media", name: "e1" },
    reason: "FailedCreate",
    message,
    involvedObject: { kind: "ReplicaSet", name: "sonarr-x" },
  };
  const used = (memory: string): ClusterObjects => changed("resourceQuotas", "tier", { status: { used: { "requests.memory": memory } } });

  it("reads what the API server says", () => {
    expect(refusalIn(message)).toEqual({ quota: "tier", requested: { "requests.memory": "2Gi" } });
    expect(refusalIn("exceeded quota: a, requested: cpu=1,pods=1, used: cpu=3,pods=9, limited: cpu=3,pods=9")).toEqual({
      quota: "a",
      requested: { cpu: "1", pods: "1" },
    });
    expect(refusalIn('pods "x" is forbidden: violates PodSecurity')).toBeUndefined();
  });

  it("has refused a pod, and would again", () => {
    expect(findingsOf(added("failedCreations", event, used("15Gi")))).toEqual([
      {
        symptom: "exhausted-quotas",
        severity: "critical",
        subject: "namespace media",
        seen: "quota tier: requests.memory 15Gi of 16Gi; ReplicaSet sonarr-x cannot make a pod that requests requests.memory 2Gi",
        why: "the quota is not one that Berth makes",
        fix: "whoever made it may raise it: kubectl -n media edit resourcequota tier; npm run rightsize valid shows who requests more than it uses",
      },
    ]);
  });

  it("has room again", () => {
    expect(findingsOf(added("failedCreations", event))).toEqual([]);
  });

  it("is used up, and its tier says by how much", () => {
    const tiered = { ...healthyStack, tiers: tiersOf({}) };
    expect(findingsOf(used("16Gi"), tiered)).toMatchObject([
      {
        symptom: "exhausted-quotas",
        severity: "warning",
        seen: "quota tier: requests.memory 16Gi of 16Gi",
        why: "each namespace of tier 4-aux gets that much",
      },
    ]);
  });
});

describe("a disruption budget", () => {
  const allows = (change: ApiObject): readonly object[] =>
    findingsOf(changed("podDisruptionBudgets", "jellyfin", change, added("podDisruptionBudgets", budget)));
  const budget = {
    metadata: { namespace: "media", name: "jellyfin" },
    spec: { minAvailable: 1, selector: { matchLabels: { "app.kubernetes.io/name": "jellyfin" } } },
    status: { disruptionsAllowed: 1, currentHealthy: 1, desiredHealthy: 0, expectedPods: 1 },
  };

  it("lets a pod go", () => {
    expect(allows({})).toEqual([]);
  });

  it("blocks for ever", () => {
    expect(allows({ status: { disruptionsAllowed: 0 } })).toEqual([
      {
        symptom: "blocking-budgets",
        severity: "warning",
        subject: "media/jellyfin",
        seen: "minAvailable 1 of 1 pod, all well: no eviction is allowed",
        why: "a budget that wants all of its pods can never let one go; the row of media/jellyfin says nothing",
        fix: "maxUnavailable: 1, or one replica more; to drain now, delete the budget for the time of the drain",
      },
    ]);
  });

  it("blocks while a pod is not well, as it should", () => {
    expect(allows({ status: { disruptionsAllowed: 0, currentHealthy: 0 } })).toEqual([]);
  });

  it("of an operator is the operator's", () => {
    expect(
      findingsOf(changed("podDisruptionBudgets", "postgres", { status: { disruptionsAllowed: 0, currentHealthy: 1, expectedPods: 1 } })),
    ).toEqual([]);
  });
});

describe("KEDA", () => {
  const condition = (type: string, status: string): ApiObject => {
    const ready = type === "Ready" ? [] : [{ type: "Ready", status: "True" }];
    return { status: { conditions: [...ready, { type, status, reason: "Why", message: "because" }] } };
  };

  it.each<[string, ApiObject, object]>([
    ["cannot ask a trigger", condition("Ready", "False"), { severity: "critical", seen: "is not ready: Why, because" }],
    ["has not looked", { status: { conditions: [] } }, { severity: "warning", seen: "KEDA has not looked at it" }],
    ["falls back", condition("Fallback", "True"), { severity: "warning", seen: "runs on its fallback" }],
  ])("%s", (_, change, finding) => {
    expect(findingsOf(changed("scaledObjects", "sonarr", change))).toMatchObject([
      { symptom: "scalers-not-ready", subject: "media/sonarr", ...finding },
    ]);
  });

  it("lacks a ScaledObject", () => {
    expect(findingsOf(removed("scaledObjects", "sonarr"))).toMatchObject([
      { symptom: "scalers-not-ready", severity: "critical", subject: "media/sonarr" },
    ]);
  });

  it("is not there, which matters where rows are scaled", () => {
    expect(findingsOf({ ...healthyCluster(), scaledObjects: "absent" })).toMatchObject([
      { symptom: "scalers-not-ready", subject: "KEDA", seen: "the cluster does not know ScaledObjects, and 1 row is scaled" },
    ]);
    expect(diagnosisOf({ ...healthyCluster(), scaledObjects: "denied" }).notLookedFor).toMatchObject([{ name: "scalers-not-ready" }]);
  });
});

describe("a vertical pod autoscaler without data", () => {
  const silent = changed("verticalPodAutoscalers", "jellyfin", { status: { recommendation: undefined } });
  const recommender = (ready: string): ClusterObjects =>
    added(
      "pods",
      {
        metadata: { namespace: "vpa", name: "vpa-recommender-x" },
        spec: { nodeName: "gpu1", containers: [] },
        status: { phase: "Running", conditions: [{ type: "Ready", status: ready }] },
      },
      silent,
    );

  it.each<[string, ClusterObjects, string]>([
    [
      "lacks the metrics API",
      { ...silent, podMetrics: "absent" },
      "the cluster does not serve pods.metrics.k8s.io, which the recommender reads",
    ],
    ["lacks a recommender", silent, "no recommender runs"],
    ["has a recommender that is not ready", recommender("False"), "vpa/vpa-recommender-x is not ready"],
    [
      "has a target without pods",
      removed("pods", podOf("media/jellyfin"), recommender("True")),
      "Deployment jellyfin has no pods: nothing is measured while nothing runs",
    ],
    [
      "has all that it needs",
      recommender("True"),
      "the recommender runs and its target has pods; history is no condition, one sample is enough",
    ],
  ])("%s", (_, objects, why) => {
    expect(findingsOf(objects)).toMatchObject([{ symptom: "silent-autoscalers", severity: "warning", subject: "media/jellyfin", why }]);
  });

  it("is young", () => {
    expect(
      findingsOf(changed("verticalPodAutoscalers", "jellyfin", { metadata: { creationTimestamp: "2026-06-01T23:55:00Z" } }, silent)),
    ).toEqual([]);
  });
});

describe("admission", () => {
  const webhook = (change: ApiObject): ClusterObjects => {
    const hook = {
      name: "mpol.kyverno.svc-ignore",
      failurePolicy: "Ignore",
      clientConfig: { service: { namespace: "kyverno", name: "kyverno-svc" } },
      rules: [{ resources: ["pods"] }],
    };
    const nobody = changed("endpointSlices", "kyverno-svc-x", { endpoints: [{ conditions: { ready: false } }] });
    return changed("mutatingWebhooks", "kyverno-resource-mutating-webhook-cfg", { webhooks: [{ ...hook, ...change }] }, nobody);
  };
  const subject = "webhook kyverno-resource-mutating-webhook-cfg/mpol.kyverno.svc-ignore";

  it.each<[string, ApiObject, string, string]>([
    ["is passed over", {}, "warning", "pods are made without asking it: they start without their placement"],
    ["stops everything", { failurePolicy: "Fail" }, "critical", "every pod that it is asked about is refused until it answers again"],
  ])("%s while nobody serves it", (_, change, severity, why) => {
    expect(findingsOf(webhook(change))).toMatchObject([{ symptom: "failing-admission", severity, subject, why }]);
  });

  it.each<[string, ApiObject]>([
    ["sees no pods", { rules: [{ resources: ["nodes"] }] }],
    ["is served outside the cluster", { clientConfig: {} }],
  ])("counts for nothing where it %s", (_, change) => {
    expect(findingsOf(webhook(change))).toEqual([]);
  });

  it("has a placement policy that Kyverno refuses", () => {
    const change = { status: { conditionStatus: { ready: false, message: "CEL" } } };
    expect(findingsOf(changed("mutatingPolicies", "place-media-jellyfin", change))).toMatchObject([
      {
        symptom: "placement-policies",
        subject: "policy place-media-jellyfin",
        seen: "is not ready: CEL",
        why: "new pods of Deployment/media/jellyfin start without their placement",
      },
    ]);
    const other = { metadata: { annotations: { "berth.dev/workload": undefined } }, ...change };
    expect(findingsOf(changed("mutatingPolicies", "place-media-jellyfin", other))).toEqual([]);
  });
});
