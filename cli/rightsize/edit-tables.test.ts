import type { QuantityChange } from "../../infra/rightsizing/changes";
import type { Proposal } from "../../infra/rightsizing/propose";
import { editTables } from "./edit-tables";
import { unifiedDiff } from "./unified-diff";

const path = "stacks/garage/workloads/media.ts";
const text = `import { usual, small } from "./usual";

// "2Gi" is what it needs: { memory: "2Gi" }
export const media = [
  {
    namespace: "media",
    name: "sonarr",
    requests: { cpu: "100m", memory: "512Mi" },
    limits: { "memory": '512Mi' },
  },
  app("media", "radarr", "512Mi"),
  { namespace: "media", name: "jellyfin", requests: usual },
  { namespace: "media", name: "bazarr", requests: { cpu: small, memory: "512Mi" } },
  { namespace: "media", name: "plex", requests: { cpu: "1", memory: "1Gi" } },
  { namespace: "media", name: "twice", requests: { cpu: "1" } },
  { namespace: "media", name: "twice", requests: { cpu: "1" } },
  {
    namespace: "media",
    name: "owned",
    containers: [
      { name: "app", image: "app:1", requests: { cpu: "100m", memory: "512Mi" } },
      { name: "metrics", image: "metrics:1", requests: { cpu: "100m", memory: "512Mi" }, limits: { memory: "512Mi" } },
    ],
  },
];
`;

function edit(name: string, ...changes: readonly QuantityChange[]): ReturnType<typeof editTables> {
  const proposal: Proposal = {
    workload: `media/${name}`,
    recommended: { lowerBound: "", target: "", upperBound: "" },
    changes,
    why: [],
  };
  return editTables([{ path, text }], [proposal]);
}

const memory: QuantityChange = { field: "requests.memory", from: "512Mi", to: "640Mi" };
const limit: QuantityChange = { field: "limits.memory", from: "512Mi", to: "640Mi" };

it("changes exactly the quantities of the row, and keeps the quotes", () => {
  const { files, byHand } = edit("sonarr", { field: "requests.cpu", from: "100m", to: "50m" }, memory, limit);
  expect(byHand).toEqual([]);
  expect(files.map(unifiedDiff)).toEqual([
    `--- a/${path}
+++ b/${path}
@@ -5,8 +5,8 @@
   {
     namespace: "media",
     name: "sonarr",
-    requests: { cpu: "100m", memory: "512Mi" },
-    limits: { "memory": '512Mi' },
+    requests: { cpu: "50m", memory: "640Mi" },
+    limits: { "memory": '640Mi' },
   },
   app("media", "radarr", "512Mi"),
   { namespace: "media", name: "jellyfin", requests: usual },
`,
  ]);
});

it("changes the container that is meant", () => {
  const { files } = edit("owned", { ...memory, container: "metrics" }, { ...limit, container: "metrics" });
  const changed = files[0]?.after.split("\n").filter((line, index) => line !== text.split("\n")[index]);
  expect(changed).toEqual([
    '      { name: "metrics", image: "metrics:1", requests: { cpu: "100m", memory: "640Mi" }, limits: { memory: "640Mi" } },',
  ]);
});

it("changes what stands there, and names what does not", () => {
  const { files, byHand } = edit("plex", { field: "requests.memory", from: "1Gi", to: "2Gi" }, { field: "limits.memory", to: "2Gi" });
  expect(files).toHaveLength(1);
  expect(byHand).toEqual([{ workload: "media/plex", field: "limits.memory", to: "2Gi", reason: `${path}:14 has no limits` }]);
});

it.each<[string, string, QuantityChange, string]>([
  ["a row that a function makes", "radarr", memory, `its row is computed (${path}:11)`],
  ["a row that is nowhere", "lidarr", memory, "its row is computed"],
  ["requests that stand elsewhere", "jellyfin", memory, `${path}:12 has its requests computed`],
  [
    "a quantity that stands elsewhere",
    "bazarr",
    { field: "requests.cpu", from: "50m", to: "20m" },
    `${path}:13 has its requests.cpu computed`,
  ],
  ["a row that stands there twice", "twice", { field: "requests.cpu", from: "1", to: "2" }, `2 rows look like it: ${path}:15, ${path}:16`],
  ["a quantity that something overrides", "sonarr", { ...memory, from: "256Mi" }, `${path}:8 says 512Mi, and 256Mi is what counts`],
  ["a container that stands elsewhere", "owned", { ...memory, container: "proxy" }, `${path}:17 has its containers computed`],
])("leaves to people %s", (_, name, change, reason) => {
  const { files, byHand } = edit(name, change);
  expect(files).toEqual([]);
  expect(byHand.map((item) => item.reason)).toEqual([reason]);
});

it("changes all that a row says, or nothing", () => {
  const { files, byHand } = edit("bazarr", { field: "requests.cpu", from: "50m", to: "20m" }, memory);
  expect(files).toEqual([]);
  expect(byHand.map(({ field, reason }) => [field, reason])).toEqual([
    ["requests.cpu", `${path}:13 has its requests.cpu computed`],
    ["requests.memory", "goes with the others of this workload"],
  ]);
});
