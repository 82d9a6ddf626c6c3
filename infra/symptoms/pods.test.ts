import type { ApiObject } from "../observe/testing/cluster-of-stack";
import { added, changed, type ClusterObjects, findingsOf, podOf } from "./testing/healthy-cluster";

const [jellyfin, mosquitto, dashboard] = [podOf("media/jellyfin"), podOf("home/mosquitto"), podOf("home/dashboard")];

describe("killed for memory", () => {
  const killed = { status: { containerStatuses: [{ name: "c0", restartCount: 4, lastState: { terminated: { reason: "OOMKilled" } } }] } };
  const of = (...changes: readonly ApiObject[]): readonly object[] =>
    findingsOf(
      changes.reduce<ClusterObjects>((objects, change) => changed("pods", jellyfin, change, objects), changed("pods", jellyfin, killed)),
    );
  const limited = (memory: string): ApiObject => ({
    spec: { containers: [{ name: "c0", resources: { requests: { memory: "1Gi" }, limits: { memory } } }] },
  });
  const about = { symptom: "out-of-memory", severity: "critical", subject: `media/${jellyfin}` };

  it("at the limit that its row says, which the VPA would exceed", () => {
    expect(of()).toEqual([
      {
        ...about,
        seen: "container c0 was killed at a limit of 4294967296, 4 restarts",
        why: "its row says the same, 4Gi; the VPA's upper bound is 3900Mi",
        fix: "npm run rightsize valid",
      },
    ]);
  });

  it("at less than its row says", () => {
    expect(of(limited("2Gi"))).toMatchObject([{ ...about, why: "its row says 4Gi", fix: "let what deploys it give the limit of the row" }]);
  });

  it("far above what the VPA thinks that it needs", () => {
    expect(of(limited("8Gi"))).toMatchObject([
      { ...about, fix: "look for a leak or a single large request in its memory over time, before giving it more" },
    ]);
  });

  it("at the default of a LimitRange", () => {
    const filledIn = {
      metadata: { annotations: { "kubernetes.io/limit-ranger": "LimitRanger plugin set: memory limit for container c0" } },
    };
    expect(of(limited("512Mi"), filledIn)).toMatchObject([
      {
        ...about,
        why: "nobody gave it a limit: it has the default of its namespace's LimitRange",
        fix: "give media/jellyfin a memory limit in its row, and where it is deployed",
      },
    ]);
  });

  it("without a limit", () => {
    expect(of({ spec: { containers: [{ name: "c0" }] } })).toMatchObject([
      { ...about, why: "it has no limit, so the memory of gpu1 ran out" },
    ]);
  });

  it("and not for another reason", () => {
    expect(of({ status: { containerStatuses: [{ name: "c0", lastState: { terminated: { reason: "Error" } } }] } })).toEqual([]);
  });
});

describe("evicted", () => {
  const evicted = (reason: string, message: string): ClusterObjects =>
    changed("pods", mosquitto, { status: { phase: "Failed", reason, message } });

  it("because it used more than it requests", () => {
    const message =
      "The node was low on resource: memory. Threshold quantity: 100Mi, available: 60Mi. Container c0 was using 300Mi, request is 64Mi, has larger consumption of memory. ";
    expect(findingsOf(evicted("Evicted", message))).toEqual([
      {
        symptom: "evicted-pods",
        severity: "warning",
        subject: `home/${mosquitto}`,
        seen: `tier 3-edge: ${message.trim()}`,
        why: "it used 300Mi and requests 64Mi: what uses more than it requests goes first, whatever its tier",
        fix: "npm run rightsize valid: request what it uses; kubectl -n home delete pod --field-selector status.phase=Failed removes what is left of it",
      },
    ]);
  });

  it("though it used no more", () => {
    expect(findingsOf(evicted("Evicted", "The node was low on resource: ephemeral-storage."))).toMatchObject([
      { symptom: "evicted-pods", severity: "warning" },
    ]);
  });

  it("and not failed by itself", () => {
    expect(findingsOf(evicted("Error", ""))).toEqual([]);
  });
});

describe("outside the plan", () => {
  it("on a node that it has nothing to do with", () => {
    expect(findingsOf(changed("pods", jellyfin, { spec: { nodeName: "worker1" } }))).toEqual([
      {
        symptom: "pods-outside-plan",
        severity: "warning",
        subject: `media/${jellyfin}`,
        seen: "runs on worker1; planned on gpu1",
        why: "it started under an earlier plan of valid, or somebody bound it by hand",
        fix: "kubectl -n media rollout restart deployment/jellyfin",
      },
    ]);
  });

  it("not where it is done or on its way out", () => {
    expect(
      findingsOf(changed("pods", jellyfin, { metadata: { deletionTimestamp: "2026-06-02T00:00:00Z" }, spec: { nodeName: "worker1" } })),
    ).toEqual([]);
  });
});

describe("without its placement", () => {
  const unmarked = (name: string, more: ApiObject = {}): ClusterObjects =>
    changed("pods", name, { metadata: { ...more, labels: { "scaling.talos.io/managed-by": undefined } } });
  const about = { symptom: "pods-without-placement", severity: "warning", seen: "has no label scaling.talos.io/managed-by" };

  it("because Kyverno did not answer", () => {
    expect(findingsOf(unmarked(mosquitto))).toEqual([
      {
        ...about,
        subject: `home/${mosquitto}`,
        why: "Kyverno did not answer when it was created: policy place-home-mosquitto was there",
        fix: "look whether Kyverno is well, then kubectl -n home rollout restart deployment/mosquitto",
      },
    ]);
  });

  it("because it is older than its policy", () => {
    expect(findingsOf(unmarked(mosquitto, { creationTimestamp: "2026-05-31T00:00:00Z" }))).toMatchObject([
      { ...about, why: "it is older than its placement policy place-home-mosquitto, which acts on new pods" },
    ]);
  });

  it.each<[string, ClusterObjects["mutatingPolicies"], string]>([
    ["has no policy", [], "it has no placement policy"],
    ["has no Kyverno", "absent", "the cluster has no Kyverno that knows MutatingPolicies"],
    ["has policies that may not be read", "denied", "whether its placement policy is there may not be read"],
  ])("because the cluster %s", (_, mutatingPolicies, why) => {
    expect(findingsOf({ ...unmarked(mosquitto), mutatingPolicies })).toMatchObject([{ ...about, why }]);
  });

  it("because its template is another one", () => {
    expect(findingsOf(unmarked(dashboard))).toMatchObject([{ ...about, subject: `home/${dashboard}`, fix: "pulumi up -s valid" }]);
  });

  it("and not where Kyverno sees nothing", () => {
    expect(findingsOf(unmarked(podOf("kube-system/coredns")))).toEqual([]);
  });
});

describe("a sidecar of a storage driver", () => {
  const driver = (resources: ApiObject, annotations: ApiObject = {}): ClusterObjects =>
    added("pods", {
      metadata: { namespace: "kube-system", name: "csi-x", annotations },
      spec: { nodeName: "gpu1", containers: [{ name: "csi-provisioner", resources }, { name: "driver" }] },
      status: { phase: "Running" },
    });
  const sized = { requests: { memory: "32Mi" } };
  const set = (container: string): ApiObject => ({
    "kubernetes.io/limit-ranger": `LimitRanger plugin set: cpu, memory request for container ${container}; memory limit for container ${container}`,
  });

  it("has its own requests", () => {
    expect(findingsOf(driver(sized))).toEqual([]);
    expect(findingsOf(driver(sized, set("driver")))).toEqual([]);
  });

  it.each<[string, ClusterObjects]>([
    ["has none", driver({})],
    ["has those of a LimitRange", driver(sized, set("csi-provisioner"))],
  ])("%s", (_, objects) => {
    expect(findingsOf(objects)).toEqual([
      {
        symptom: "unsized-sidecars",
        severity: "info",
        subject: "kube-system/csi-x",
        seen: "csi-provisioner: no request of its own",
        why: "the driver's chart leaves them to its values. They belong to the driver's controller and node pods, not to the pods that use volumes",
        fix: "in the driver's values: requests 10m CPU and 32Mi, memory limit 80Mi",
      },
    ]);
  });
});
