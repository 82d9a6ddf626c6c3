import { normalizeBackups } from "./normalize";
import type { BackupRow } from "./schema";

const ids = ["vaultwarden/vaultwarden", "grocy/grocy"];
const valid: BackupRow[] = [
  { namespace: "vaultwarden", name: "vaultwarden", claim: "vaultwarden-data", everyHours: 6 },
  { namespace: "grocy", name: "grocy", claim: "data-grocy-0", privileged: false, cacheCapacity: "2Gi", retainDays: 14 },
];

describe("the table of backups", () => {
  it("is read with its defaults", () => {
    const { backups, findings } = normalizeBackups(valid, ids);
    expect(findings).toEqual([]);
    expect(backups).toEqual([
      {
        id: "vaultwarden/vaultwarden",
        namespace: "vaultwarden",
        name: "vaultwarden",
        claim: "vaultwarden-data",
        schedule: expect.stringMatching(/^\d+ \*\/6 \* \* \*$/) as string,
        retain: { hourly: 28 },
        privileged: true,
        snapshotClass: "ceph-block",
        cacheCapacity: "1Gi",
        repositorySecret: "vaultwarden-volsync-secret",
      },
      {
        id: "grocy/grocy",
        namespace: "grocy",
        name: "grocy",
        claim: "data-grocy-0",
        schedule: expect.stringMatching(/^\d+ [1-4] \* \* \*$/) as string,
        retain: { daily: 14 },
        privileged: false,
        snapshotClass: "ceph-block",
        cacheCapacity: "2Gi",
        repositorySecret: "grocy-volsync-secret",
      },
    ]);
  });

  it.each<[string, readonly unknown[], object]>([
    [
      "a workload that is none",
      [{ ...valid[0], namespace: "vaultwarden", name: "vaultwardn" }],
      {
        path: "backups[vaultwarden/vaultwardn]",
        message: "is no workload of this stack, so that nobody would know what to stop for a restore",
        fix: 'did you mean "vaultwarden/vaultwarden"?',
      },
    ],
    [
      "a workload twice",
      [valid[1], valid[1]],
      { path: "backups[grocy/grocy]", message: "is there twice, and its repository has one volume", fix: "keep one" },
    ],
    [
      "hours that a day is no multiple of",
      [{ ...valid[0], everyHours: 5 }],
      {
        path: "backups[vaultwarden/vaultwarden].everyHours",
        message: 'must be one of "1", "2", "3", "4", "6", "8", "12", "24"',
        value: "5",
      },
    ],
    [
      "a misspelt field",
      [{ ...valid[0], claims: "x" }],
      { path: "backups[vaultwarden/vaultwarden].claims", message: "is not a known field", value: '"x"', fix: 'did you mean "claim"?' },
    ],
  ])("refuses %s", (_, table, finding) => {
    expect(normalizeBackups(table, ids)).toEqual({ backups: [], findings: [finding] });
  });

  it("waits with workloads until their rows are right", () => {
    expect(normalizeBackups(valid, undefined).findings).toEqual([]);
  });
});
