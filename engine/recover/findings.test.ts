import type { PendingOperation, StateResource } from "./deployment";
import { identityOf } from "./identity";
import { orphanedPlugins, parseProcesses } from "./processes";
import { recoveredState } from "./recovered-state";
import { type OperationFinding, type Remedy, remedyFor } from "./remedy";
import { marked } from "./secrets";

const urnOf = (type: string, name: string): string => `urn:pulumi:homelab::berth::${type}::${name}`;

function pending(
  type: PendingOperation["type"],
  resourceType: string,
  inputs: Readonly<Record<string, unknown>>,
  id?: string,
): PendingOperation {
  return {
    type,
    resource: { urn: urnOf(resourceType, "x"), type: resourceType, custom: true, inputs, ...(id === undefined ? {} : { id }) },
  };
}

describe("by what a thing that was being made is found", () => {
  const dynamic = "pulumi-nodejs:dynamic/contabo:Instance";

  it.each<[string, PendingOperation, string]>([
    [
      "an object with a namespace",
      pending("creating", "kubernetes:apps/v1:Deployment", { metadata: { namespace: "apps", name: "web" } }),
      "known apps/web",
    ],
    ["an object without one", pending("creating", "kubernetes:core/v1:ConfigMap", { metadata: { name: "a" } }), "known default/a"],
    ["a cluster's object", pending("creating", "kubernetes:core/v1:Namespace", { metadata: { name: "apps" } }), "known apps"],
    ["a custom object of a cluster", pending("creating", "kubernetes:kyverno.io/v1:ClusterPolicy", { metadata: { name: "p" } }), "known p"],
    ["a release", pending("creating", "kubernetes:helm.sh/v3:Release", { name: "keda", namespace: "keda" }), "known keda/keda"],
    [
      "a patch",
      pending("creating", "kubernetes:core/v1:NodePatch", { metadata: { name: "n1" } }),
      "repeatable a patch sets the same fields again",
    ],
    ["a virtual machine", pending("creating", "proxmoxve:index/vmLegacy:VmLegacy", { vmId: 107, nodeName: "pve" }), "known 107"],
    [
      "a rented server",
      pending("creating", dynamic, { displayName: "mesh-node-1" }),
      "repeatable the next update takes over the server with the display name mesh-node-1, and orders one only if there is none",
    ],
    ["what has its id already", pending("updating", dynamic, {}, "4711"), "known 4711"],
  ])("%s", (_what, operation, expected) => {
    const identity = identityOf(operation);
    const detail = identity.kind === "known" ? identity.id : identity.kind === "repeatable" ? identity.reason : identity.lookFor;
    expect(`${identity.kind} ${detail}`).toBe(expected);
  });

  it.each<[string, PendingOperation, RegExp]>([
    ["a generated name", pending("creating", "kubernetes:batch/v1:Job", { metadata: { generateName: "once-" } }), /name begins with once-/],
    [
      "the bootstrap of etcd",
      pending("creating", "talos:machine/bootstrap:Bootstrap", { node: "192.0.2.1" }),
      /talosctl -n 192\.0\.2\.1 service etcd/,
    ],
    ["a bucket", pending("creating", "aws:s3/bucket:Bucket", { bucket: "backups" }), /a Bucket with bucket backups/],
    [
      "a name that is secret",
      pending("creating", "kubernetes:core/v1:Secret", { metadata: { name: {} } }),
      /the inputs that the program gives to x/,
    ],
  ])("cannot be known of %s, and says what to look for", (_what, operation, lookFor) => {
    expect(identityOf(operation)).toMatchObject({ kind: "unknown", lookFor: expect.stringMatching(lookFor) as string });
  });
});

const type = "kubernetes:core/v1:ConfigMap";
const urn = urnOf(type, "x");
const resource: StateResource = { urn, type, custom: true, id: "apps/x", inputs: { data: 1 }, outputs: { data: 1 } };
const child: StateResource = { ...resource, urn: urnOf(type, "child"), id: "apps/child", dependencies: [urn] };
const there = { what: "there", resource } as const;
const gone = { what: "gone" } as const;
const unreadable = { what: "unreadable", message: "connection refused" } as const;

function remedy(
  operation: PendingOperation["type"],
  found: OperationFinding["found"],
  { resources = [], verdict }: { resources?: readonly StateResource[]; verdict?: { kind: "import"; id: string } | { kind: "clear" } } = {},
): Remedy {
  const of = pending(operation, type, { metadata: { namespace: "apps", name: "x" } });
  return remedyFor({ operation: of, identity: identityOf(of), found, verdict, resources });
}

describe("what is done about", () => {
  it.each<[string, Remedy, Remedy["kind"]]>([
    ["a create that took effect", remedy("creating", there), "import"],
    ["a create that did not", remedy("creating", gone), "clear"],
    ["a create that could not be looked at", remedy("creating", unreadable), "ask"],
    ["a create that nobody looked at", remedy("creating", undefined), "ask"],
    ["a create that the state has by then", remedy("creating", there, { resources: [resource] }), "clear"],
    ["a create that was cleared by its owner", remedy("creating", unreadable, { verdict: { kind: "clear" } }), "clear"],
    [
      "a create whose owner names an id that is not there",
      remedy("creating", gone, { verdict: { kind: "import", id: "apps/y" } }),
      "clear",
    ],
    ["a create whose owner names an id", remedy("creating", there, { verdict: { kind: "import", id: "apps/y" } }), "import"],
    ["an import that was cut off", remedy("importing", there), "import"],
    ["an update", remedy("updating", there, { resources: [resource] }), "clear"],
    ["an update of what cannot be read", remedy("updating", unreadable, { resources: [resource] }), "clear"],
    ["an update of what is gone", remedy("updating", gone, { resources: [resource] }), "forget"],
    ["a delete that took effect", remedy("deleting", gone, { resources: [resource] }), "forget"],
    ["a delete that took effect, with others that refer to it", remedy("deleting", gone, { resources: [resource, child] }), "clear"],
    ["a delete that did not", remedy("deleting", there, { resources: [resource] }), "clear"],
    ["a read", remedy("reading", undefined), "clear"],
  ])("%s: %j", (_what, { kind }, expected) => {
    expect(kind).toBe(expected);
  });
});

describe("the state afterwards", () => {
  const operation = pending("creating", type, { metadata: {} });
  const made = { ...resource, id: "apps/new" };
  const importing: OperationFinding = {
    operation,
    identity: { kind: "known", id: "apps/new" },
    found: { what: "there", resource: made },
    remedy: { kind: "import", id: "apps/new", reason: "it was made" },
  };
  const idsAfter = (resources: readonly StateResource[], finding: OperationFinding): readonly string[] => {
    const state = { version: 3, deployment: { resources: [...resources], pending_operations: [finding.operation] } };
    const after = recoveredState(state, [finding]).deployment;
    return [
      ...(after?.resources ?? []).map(({ id = "", delete: leaving }) => `${id}${leaving === true ? " leaving" : ""}`),
      ...(after?.pending_operations ?? []).map((each) => `pending ${each.type}`),
    ];
  };

  it("has what was made at its end", () => {
    expect(idsAfter([child], importing)).toEqual(["apps/child", "apps/new"]);
  });

  it("keeps what it replaces until the next update deletes it", () => {
    expect(idsAfter([resource, child], importing)).toEqual(["apps/x leaving", "apps/child", "apps/new"]);
  });

  it("has it in the place of what was deleted before it", () => {
    expect(idsAfter([{ ...resource, pendingReplacement: true }, child], importing)).toEqual(["apps/new", "apps/child"]);
  });

  it("does not have it twice when two operations are about it", () => {
    const state = { version: 3, deployment: { resources: [], pending_operations: [operation, operation] } };
    expect(recoveredState(state, [importing, importing]).deployment?.resources).toHaveLength(1);
  });

  it("is without what is gone", () => {
    expect(
      idsAfter([resource, child], {
        ...importing,
        operation: pending("deleting", type, {}, "apps/x"),
        remedy: { kind: "forget", reason: "" },
      }),
    ).toEqual(["apps/child"]);
  });
});

it("what was secret is secret again, whatever the provider read", () => {
  const mark = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
  const before = { plain: 1, list: [{ ...mark, plaintext: '"a"' }], all: { ...mark, plaintext: "{}" } };
  expect(marked(before, { plain: 2, list: ["b", "c"], all: { d: 1 }, more: 3 })).toEqual({
    plain: 2,
    list: [{ ...mark, plaintext: '"b"' }, "c"],
    all: { ...mark, plaintext: '{"d":1}' },
    more: 3,
  });
});

describe("processes", () => {
  const listed = parseProcesses(
    [
      "    1     0 Sat Nov 21 13:36:05 2026 /sbin/init",
      "  100     1 Sat Nov  1 14:00:00 2026 /root/.pulumi/plugins/resource-aws-v7/pulumi-resource-aws 127.0.0.1:4",
      "  200     1 Sat Nov 21 14:00:00 2026 pulumi up",
      "  201   200 Sat Nov 21 14:00:01 2026 /root/.pulumi/plugins/resource-kubernetes-v4/pulumi-resource-kubernetes 127.0.0.1:5",
      "  300     1 Sat Nov 21 14:00:01 2026 less pulumi-resource.md",
    ].join("\n"),
  );

  it("are read with their start", () => {
    expect(listed.map(({ pid, parent }) => [pid, parent])).toEqual([
      [1, 0],
      [100, 1],
      [200, 1],
      [201, 200],
      [300, 1],
    ]);
    expect(listed[1]?.startedAt).toEqual(new Date("Sat Nov  1 14:00:00 2026"));
  });

  it("of plugins are orphans when no engine holds them", () => {
    expect(orphanedPlugins(listed).map(({ pid }) => pid)).toEqual([100]);
  });
});
