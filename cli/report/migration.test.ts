import { stripVTControlCharacters } from "node:util";
import type { ClusterState, Migration } from "../../infra/migration/migration-document";
import { migrationNotes, migrationRows } from "./migration";
import { renderMigration } from "./migration-terminal";

const fullest = { node: "a", resource: "cpu", requested: 1, allocatable: 2 } as const;

function cluster(name: string, members: number, change: Partial<ClusterState> = {}): ClusterState {
  const quorum = Math.floor(members / 2) + 1;
  return {
    name,
    nodes: ["a"],
    etcd: { members, quorum, tolerates: members - quorum },
    pods: 5,
    holds: true,
    missing: [],
    fullest,
    ...change,
  };
}

const provisioner = { namespace: "csi", name: "provisioner", pods: 2, missing: 1, blockedBy: ["anti-affinity: a"] };
const jellyfin = { namespace: "media", name: "jellyfin", pods: 1, missing: 1, blockedBy: ["requirements: a"] };

const migration: Migration = {
  version: 1,
  stack: "garage",
  from: "K3s",
  to: "Talos",
  moments: [
    { phase: 0, title: "before", moment: "before", clusters: [cluster("K3s", 3)], rebuilding: [], paused: [] },
    {
      phase: 1,
      title: "b is rebuilt",
      moment: "rebuilding",
      clusters: [cluster("K3s", 2, { missing: [provisioner] })],
      rebuilding: ["b"],
      paused: ["home"],
      stopsWithoutRemoval: true,
    },
    {
      phase: 1,
      title: "b is rebuilt",
      moment: "after",
      clusters: [cluster("K3s", 2, { missing: [jellyfin], holds: false }), cluster("Talos", 1)],
      rebuilding: [],
      paused: [],
    },
  ],
};

test("each cluster has a row at each moment", () => {
  expect(migrationRows(migration)).toEqual([
    ["0", "before", "K3s", "a", "5", "holds", "a: cpu 50 %", "3 members, 2 needed, 1 may fail"],
    ["1", "while b is rebuilt", "K3s", "a", "5", "holds with fewer pods", "a: cpu 50 %", "2 members, 2 needed, 0 may fail"],
    ["1", "after", "K3s", "a", "5", "does not hold", "a: cpu 50 %", "2 members, 2 needed, 0 may fail"],
    ["", "", "Talos", "a", "5", "holds", "a: cpu 50 %", "1 member, 1 needed, 0 may fail"],
  ]);
});

test("a phase says what to mind, each thing once", () => {
  expect(migrationNotes(migration)).toEqual([
    { phase: 0, title: "before", sentences: [] },
    {
      phase: 1,
      title: "b is rebuilt",
      sentences: [
        "Remove b from the etcd of K3s before stopping it: stopped and not removed it still counts, and etcd stops.",
        "Stands still while b is rebuilt: home.",
        "K3s runs fewer pods than it should of csi/provisioner.",
        "K3s depends on each of 2 control planes: one more than with a single one, and no safer. Keep this short.",
        "K3s has no node for media/jellyfin: requirements: a.",
        "Talos depends on one control plane: take a snapshot of its data first.",
      ],
    },
  ]);
});

test("the terminal shows the table and the phases that have something to mind", () => {
  const text = stripVTControlCharacters(renderMigration(migration));
  expect(text).toContain("garage  from K3s to Talos\n\nphase  when");
  expect(text).toContain("\n\nphase 1: b is rebuilt\n  Remove b from the etcd of K3s");
  expect(text).not.toContain("\n\nbefore\n");
});
