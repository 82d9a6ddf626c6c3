import type { Examination } from "../../engine/recover/examine";
import { recoverJson } from "./recover-json";
import { renderRecover } from "./render-recover";

const clean: Examination = { locks: [], locksReadable: true, checkpoint: { standing: "valid" }, operations: [], orphans: [] };
const type = "kubernetes:core/v1:Secret";
const resource = { urn: `urn:pulumi:homelab::berth::${type}::token`, type, custom: true, inputs: { stringData: "fixture-secret" } };
const left: Examination = {
  ...clean,
  locks: [{ path: "/locks/a.json", pid: 7, owner: "ada@nas", since: "2026-11-21T14:00:00Z", standing: "dead" }],
  operations: [
    {
      operation: { type: "creating", resource },
      identity: { kind: "known", id: "apps/token" },
      found: { what: "there", resource: { ...resource, id: "apps/token" } },
      remedy: { kind: "import", id: "apps/token", reason: "it was made" },
    },
    {
      operation: {
        type: "creating",
        resource: { ...resource, urn: "urn:pulumi:s::p::aws:s3/bucket:Bucket::logs", type: "aws:s3/bucket:Bucket" },
      },
      identity: { kind: "unknown", lookFor: "a Bucket" },
      remedy: { kind: "ask", reason: "whether it was made cannot be known. Look for a Bucket" },
    },
  ],
};

it("says that nothing was left behind", () => {
  expect(renderRecover("homelab", clean, undefined)).toBe("homelab: nothing was left behind\n");
});

it("says who holds the lock, what the provider has, what is done and what its owner has to say", () => {
  expect(renderRecover("homelab", left, "say first what became of logs").trimEnd().split("\n")).toEqual([
    "lock: ada@nas, process 7, since 2026-11-21T14:00:00Z: that process is gone; the lock is removed",
    `creating token (${type}) was cut off`,
    "  provider: it is there, id apps/token",
    "  import it into the state: it was made",
    "creating logs (aws:s3/bucket:Bucket) was cut off",
    "  cannot be decided: whether it was made cannot be known. Look for a Bucket",
    "  say which: --import logs=<id>, or --clear logs",
    "refused: say first what became of logs",
  ]);
});

it("offers the newest checkpoint that can be read", () => {
  const newest = { path: "/c.json.bak", writtenAt: "2026-11-21T13:00:00Z", resources: 9, pendingOperations: 1 };
  const checkpoint = { standing: "torn", path: "/c.json", reason: "Unexpected end of JSON input", newest } as const;
  expect(renderRecover("homelab", { ...clean, checkpoint }, undefined)).toContain(
    "state: /c.json cannot be read: Unexpected end of JSON input\n  restore /c.json.bak, written 2026-11-21T13:00:00Z: 9 resources, 1 operations under way\n",
  );
});

it("has no input or output of a resource in its JSON: secrets are among them", () => {
  const json = JSON.stringify(recoverJson("homelab", [{ examination: left, refused: undefined }], "left", []));
  expect(json).not.toContain("fixture-secret");
  expect(json).toContain('"found":"there","remedy":{"kind":"import","id":"apps/token","reason":"it was made"}');
});
