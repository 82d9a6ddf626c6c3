import type { PreviewResult, PreviewStep } from "../../engine/preview-result";
import { renderPreviewMarkdown } from "./preview-markdown";
import { renderPreview } from "./preview-terminal";
import { smallPlan } from "./testing/small-plan";

function step(operation: PreviewStep["operation"], name: string): PreviewStep {
  const type = "kubernetes:core/v1:PersistentVolumeClaim";
  return { operation, urn: `urn:pulumi:home::berth::${type}::${name}`, type, name, changes: [] };
}

const steps = [
  ...["photos", "letters", "music", "films", "backups"].map((name) => step("delete", name)),
  ...["database", "mail"].map((name) => step("replace", name)),
  ...["new-a", "new-b"].map((name) => step("create", name)),
];
const result: PreviewResult = {
  version: 1,
  stack: "home",
  backend: "file://state",
  providers: [],
  exemptions: [],
  outcome: "fine",
  counts: { delete: 5, replace: 2, create: 2 },
  steps,
  violations: [],
  diagnostics: [],
  durationSeconds: 1,
};

// What is created is counted; what is lost is named, each by itself.
it.each([
  ["a terminal", () => renderPreview(result, smallPlan, false)],
  ["a pull request", () => renderPreviewMarkdown(result, smallPlan)],
])("a preview for %s names everything that would be deleted or replaced", (_, render) => {
  const text = render();
  for (const { name } of steps.filter(({ operation }) => operation !== "create")) {
    expect(text).toContain(name);
  }
});
