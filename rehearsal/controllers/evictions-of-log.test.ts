import { evictionsOfLog } from "./evictions-of-log";

const log = `I1121 21:00:00.000001   1 evictions.go:589] "Evicted pod" pod="monitoring/loki-0" reason="" strategy="RemovePodsViolatingNodeTaints" node="talos00" profile="berth"
E1121 21:00:00.000002   1 evictions.go:560] "Error evicting pod" err="Cannot evict pod" pod="monitoring/alloy-0" reason=""
I1121 21:00:00.000003   1 evictions.go:587] "Evicted pod in dry run mode" pod="media/plex-0" reason="" strategy="LowNodeUtilization" node="talos01" profile="berth"
I1121 21:00:00.000004   1 evictions.go:589] "Evicted pod" pod="databases/postgresql-0" reason="node is full" strategy="LowNodeUtilization" node="talos01" profile="berth"
`;

it("reads what was evicted, and neither what was refused nor what was only thought of", () => {
  expect(evictionsOfLog(log)).toEqual([
    { pod: "monitoring/loki-0", plugin: "RemovePodsViolatingNodeTaints", node: "talos00", reason: "" },
    { pod: "databases/postgresql-0", plugin: "LowNodeUtilization", node: "talos01", reason: "node is full" },
  ]);
});

it("finds nothing in a log without evictions", () => {
  expect(evictionsOfLog("")).toEqual([]);
});
