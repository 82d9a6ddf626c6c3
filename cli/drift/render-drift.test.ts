import type { DriftResult } from "../../engine/drift/drift-result";
import { renderDrift, renderDriftMarkdown } from "./render-drift";

const web = { urn: "urn:pulumi:s::p::kubernetes:apps/v1:Deployment::web", type: "kubernetes:apps/v1:Deployment", name: "web" };
const none: DriftResult = { stack: "homelab", differs: [], gone: [], unreadable: [], ignored: [], same: 3, pendingOperations: 0 };
const some: DriftResult = {
  ...none,
  differs: [
    {
      ...web,
      fields: [
        { path: "spec.paused", live: true },
        { path: 'metadata.labels["a|b"]', inState: "x" },
      ],
    },
  ],
  gone: [{ ...web, name: "mail" }],
  unreadable: [{ ...web, name: "notes", message: "connection refused" }],
  ignored: [{ ...web, path: "spec.replicas", owner: "KEDA", reason: "apps/web: 0 to 3 replicas by cron" }],
  pendingOperations: 2,
};

it("says that there is none", () => {
  expect(renderDrift(none, false)).toBe("homelab: no drift\nas it should be: 3\n");
  expect(renderDriftMarkdown(none)).toBe("**homelab**: no drift\n");
});

it("keeps what differs, what is gone and what could not be read apart", () => {
  expect(renderDrift(some, false).trimEnd().split("\n")).toEqual([
    "homelab: 1 differs, 1 gone, 1 could not be read",
    "differs:",
    "  web (kubernetes:apps/v1:Deployment)",
    "    spec.paused: nothing in the state, true live",
    '    metadata.labels["a|b"]: "x" in the state, nothing live',
    "gone:",
    "  mail (kubernetes:apps/v1:Deployment)",
    "could not be read:",
    "  notes (kubernetes:apps/v1:Deployment)",
    "    connection refused",
    "ignored: 1 field that others change by right (--details lists them)",
    "as it should be: 3",
    "cut off: 2 operations of a killed update; npm run recover homelab",
  ]);
});

it("lists with --details what it ignores, and whose it is", () => {
  expect(renderDrift(some, true)).toContain(
    "ignored:\n  web (kubernetes:apps/v1:Deployment)\n    spec.replicas: KEDA, apps/web: 0 to 3 replicas by cron\n",
  );
});

it("fits an issue: values cannot break the table", () => {
  const markdown = renderDriftMarkdown(some);
  expect(markdown).toContain('| `web (kubernetes:apps/v1:Deployment)` | `metadata.labels["a\\|b"]` | `"x"` | `nothing` |');
  expect(markdown).toContain("- `mail (kubernetes:apps/v1:Deployment)`");
  expect(markdown).toContain("- `notes (kubernetes:apps/v1:Deployment)`: `connection refused`");
  expect(markdown).toContain("To make it as it was: `pulumi up -s homelab`.");
});
