import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import type { PodPlacement } from "../../infra/placement/emit/pod-placement";
import { recordProgram } from "../testing/recorded-program";
import { PlacementPolicy, type PlacementPolicyArgs } from "./placement-policy";
import { placementPolicySpec } from "./placement-policy-document";

const placement: PodPlacement = {
  labels: { "scaling.talos.io/managed-by": "keda" },
  nodeSelector: { "berth.dev/gpu-model": "arc-130t" },
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [
          { matchExpressions: [{ key: "berth.dev/pool", operator: "In", values: ["gpu"] }] },
          { matchExpressions: [{ key: "berth.dev/device.zigbee", operator: "Exists" }] },
        ],
      },
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 100, preference: { matchExpressions: [{ key: "berth.dev/memory-class", operator: "In", values: ["high"] }] } },
      ],
    },
    podAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        { labelSelector: { matchLabels: { app: "plex" } }, topologyKey: "kubernetes.io/hostname", namespaces: ["media"] },
      ],
    },
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        { labelSelector: { matchLabels: { app: "tdarr" } }, topologyKey: "kubernetes.io/hostname" },
      ],
    },
  },
  tolerations: [{ key: "gpu.intel.com/i915", operator: "Exists", effect: "NoSchedule" }],
  topologySpreadConstraints: [
    {
      topologyKey: "kubernetes.io/hostname",
      maxSkew: 1,
      whenUnsatisfiable: "DoNotSchedule",
      labelSelector: { matchLabels: { app: "tdarr" } },
      nodeTaintsPolicy: "Honor",
      matchLabelKeys: ["pod-template-hash"],
    },
  ],
  priorityClassName: "2-gpu",
};

const workload = {
  id: "media/tdarr",
  kind: "StatefulSet" as const,
  namespace: "media",
  name: "tdarr",
  estimated: false,
  podLabels: { "app.kubernetes.io/name": "tdarr" },
};
const rest = {
  id: "media/rest",
  kind: "Deployment" as const,
  namespace: "media",
  name: "rest",
  estimated: true,
  podLabels: { "app.kubernetes.io/name": "rest" },
};
const plex = { estimated: false, podLabels: { "app.kubernetes.io/name": "plex", "app.kubernetes.io/component": "server" } };

function record(args: Partial<PlacementPolicyArgs>) {
  return recordProgram(() => new PlacementPolicy("media-tdarr", { workload, neighbours: [], placement, ...args }));
}

async function specOf(args: Partial<PlacementPolicyArgs>): Promise<unknown> {
  return (await record(args)).resource("media-tdarr-policy").inputs["spec"];
}

describe("PlacementPolicy", () => {
  it("makes one policy, the one that was run against the fixtures' pods", async () => {
    const { resources, resource } = await record({});
    expect(resources).toHaveLength(2);
    expect(resource("media-tdarr-policy")).toMatchObject({
      type: "kubernetes:policies.kyverno.io/v1:MutatingPolicy",
      parent: "media-tdarr",
    });
    const { apiVersion, kind, metadata, spec } = resource("media-tdarr-policy").inputs;
    const [fixture] = parseAllDocuments(readFileSync(join(__dirname, "fixtures", "placement-policy.yaml"), "utf8"));
    expect({ apiVersion, kind, metadata, spec }).toEqual(fixture?.toJS());
  });

  it("acts on pods of the namespace when they are created, and never on their owners", async () => {
    expect(await specOf({})).toMatchObject({
      failurePolicy: "Ignore",
      evaluation: { admission: { enabled: true }, mutateExisting: { enabled: false } },
      autogen: { podControllers: { controllers: [] } },
      matchConstraints: {
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "media" } },
        objectSelector: { matchLabels: { "app.kubernetes.io/name": "tdarr" } },
        resourceRules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] }],
      },
      matchConditions: [{ name: "not-static" }, { name: "not-of-daemonset" }],
    });
  });

  it("places the rest of a namespace: whatever belongs to no workload with a row of its own", async () => {
    const spec = await specOf({ workload: rest, neighbours: [workload, plex] });
    expect(spec).not.toHaveProperty("matchConstraints.objectSelector");
    expect(spec).toMatchObject({
      matchConditions: [
        { name: "not-static" },
        { name: "not-of-daemonset" },
        {
          name: "not-placed-by-name",
          expression:
            '!(object.metadata.?labels[?"app.kubernetes.io/name"].orValue("") == "tdarr") && ' +
            '!(object.metadata.?labels[?"app.kubernetes.io/component"].orValue("") == "server" && object.metadata.?labels[?"app.kubernetes.io/name"].orValue("") == "plex")',
        },
      ],
    });
  });

  it("has no condition on names where the whole namespace is one row", async () => {
    expect(await specOf({ workload: rest })).toHaveProperty("matchConditions.length", 2);
  });

  it("sets only what the placement says", () => {
    const [mutation] = placementPolicySpec({
      namespace: "media",
      pods: { kind: "workload", labels: workload.podLabels },
      placement: { labels: { a: "b" } },
    }).mutations;
    expect(mutation?.jsonPatch.expression).toBe(
      '(object.metadata.?labels.hasValue() ? [] : [JSONPatch{op: "add", path: "/metadata/labels", value: {}}]) +\n[JSONPatch{op: "add", path: "/metadata/labels/" + jsonpatch.escapeKey("a"), value: "b"}]',
    );
  });

  it("never touches the priority class, which admission has already turned into a number", () => {
    expect(
      JSON.stringify(placementPolicySpec({ namespace: "media", pods: { kind: "workload", labels: workload.podLabels }, placement })),
    ).not.toContain("priority");
  });

  it("shortens a name that Kyverno would refuse", async () => {
    const { resource } = await record({ workload: { ...workload, name: "t".repeat(60) } });
    const metadata = resource("media-tdarr-policy").inputs["metadata"];
    expect(metadata).toHaveProperty("name", expect.stringMatching(/^place-media-t{42}-[0-9a-f]{8}$/));
  });

  it.each<[string, Partial<PlacementPolicyArgs>, string]>([
    [
      "a namespace that Kyverno never sees",
      { workload: { ...workload, id: "kube-system/tdarr", namespace: "kube-system" } },
      "workloads[kube-system/tdarr].namespace: is one that Kyverno does not look at",
    ],
    ["a selector of every pod", { workload: { ...workload, podLabels: {} } }, "workloads[media/tdarr].podLabels: is empty"],
    [
      "two rows for the rest",
      { workload: rest, neighbours: [{ ...rest }] },
      "workloads[media/rest].estimated: is not the only row that stands for the rest of its namespace",
    ],
  ])("refuses %s", async (_, args, message) => {
    await expect(record(args)).rejects.toThrow(message);
  });
});
