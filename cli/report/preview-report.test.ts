import type { Plan } from "../../infra/placement/plan-document";
import type { PreviewResult, PreviewStep } from "../../engine/preview-result";
import { renderPreviewMarkdown } from "./preview-markdown";
import { renderPreview } from "./preview-terminal";

const plan: Plan = {
  version: 1,
  stack: "home",
  status: "optimal",
  objectives: [],
  nodes: [
    {
      name: "a",
      cpu: { allocatableMilli: 1000, beforeMilli: 900, afterMilli: 500 },
      memory: { allocatableMiB: 1000, beforeMiB: 400, afterMiB: 400 },
      pods: { allocatable: 110, before: 2, after: 1 },
      watts: { before: 20, after: 15 },
    },
  ],
  workloads: [
    { namespace: "media", name: "sonarr", replicas: 1, nodes: ["b"], failover: [], before: ["a"], moved: true, reason: "a | is full" },
    { namespace: "media", name: "radarr", replicas: 1, nodes: ["a"], failover: [], before: ["a"], moved: false, reason: "stays" },
  ],
  unplaced: [],
};

function step(operation: PreviewStep["operation"], name: string, changes: PreviewStep["changes"] = []): PreviewStep {
  return {
    operation,
    urn: `urn:pulumi:home::berth::kubernetes:apps/v1:Deployment::${name}`,
    type: "kubernetes:apps/v1:Deployment",
    name,
    changes,
  };
}

const result: PreviewResult = {
  version: 1,
  stack: "home",
  backend: "file://state (PULUMI_BACKEND_URL)",
  providers: [{ name: "kubernetes", version: "4.34.2", source: "plugin" }],
  exemptions: [
    {
      policy: "no-hostname-pinning",
      subject: "home/sensor",
      reason: "it reads | that node's sensor",
      until: "2026-11-30",
      state: "ends-soon",
      end: "until 2026-11-30, in 9 days",
    },
  ],
  outcome: "policy-violation",
  counts: { create: 2, update: 1, same: 7 },
  steps: [
    step("create", "new-a"),
    step("create", "new-b"),
    step("update", "web", [{ path: "spec.replicas", kind: "update", replaces: false }]),
  ],
  violations: [
    {
      policy: "no-cpu-limits",
      enforcement: "mandatory",
      urn: "urn:pulumi:home::berth::berth:x:Owned$kubernetes:apps/v1:Deployment::web",
      message: "has a limit\nof <1> CPU",
    },
  ],
  diagnostics: [{ severity: "warning", message: "deprecated" }],
  durationSeconds: 3,
};

describe("for a terminal", () => {
  it("summarises what is created and shows what changes", () => {
    expect(renderPreview(result, plan, false)).toBe(`home  1 to update, 2 to create, 7 unchanged (3 s)

~ apps/v1 Deployment web
      update spec.replicas
+   2 × apps/v1 Deployment

1 workload to move; npm run plan home says which and why.

[mandatory] no-cpu-limits  apps/v1 Deployment web
    has a limit
    of <1> CPU

exempt home/sensor from no-hostname-pinning  until 2026-11-30, in 9 days
    it reads | that node's sensor

warning: deprecated

1 mandatory policy violation: this must not be brought up.
`);
  });

  it("lists every resource when asked to", () => {
    expect(renderPreview(result, plan, true)).toContain("+ apps/v1 Deployment new-a\n+ apps/v1 Deployment new-b\n");
  });
});

describe("for a pull request", () => {
  it("puts verdict, violations and moves first and folds the rest", () => {
    expect(renderPreviewMarkdown(result, plan)).toBe(`## ❌ Preview of \`home\`

**1 to update, 2 to create, 7 unchanged.** 1 mandatory policy violation: this must not be brought up.

### Policies

| level | policy | resource | finding |
| --- | --- | --- | --- |
| mandatory | \`no-cpu-limits\` | apps/v1 Deployment web | has a limit of &lt;1> CPU |

### Exemptions

| policy | exempt | end | why |
| --- | --- | --- | --- |
| \`no-hostname-pinning\` | home/sensor | **until 2026-11-30, in 9 days** | it reads \\| that node's sensor |

### Placement

| node | CPU requests | memory requests | pods | watts |
| --- | ---: | ---: | ---: | ---: |
| a | 90 % → 50 % | 40 % | 2 → 1 | 20 → 15 |

<details><summary>1 workload to move</summary>

| workload | from | to | why |
| --- | --- | --- | --- |
| media/sonarr | a | b | a \\| is full |

</details>

<details><summary>1 resource to update</summary>

- apps/v1 Deployment \`web\`: \`spec.replicas\`

</details>

<details><summary>2 resources to create</summary>

- apps/v1 Deployment \`new-a\`
- apps/v1 Deployment \`new-b\`

</details>

<details><summary>1 message</summary>

- warning: \`deprecated\`

</details>

<details><summary>State and providers</summary>

- state: file://state (PULUMI\\_BACKEND\\_URL)
- kubernetes: plugin 4.34.2

</details>
`);
  });

  it("says that nothing changes and nothing moves", () => {
    const text = renderPreviewMarkdown(
      { ...result, outcome: "fine", counts: { same: 10 }, steps: [], violations: [], diagnostics: [] },
      { ...plan, workloads: [] },
    );
    expect(text).toContain("**10 unchanged.** No policy is violated.");
    expect(text).toContain("Nothing moves.");
  });

  it("fits a comment however much there is, and says how much is left out", () => {
    const steps = Array.from({ length: 5000 }, (_, index) => step("create", `deployment-${index}`));
    const text = renderPreviewMarkdown({ ...result, steps, counts: { create: 5000 } }, plan);
    expect(text.length).toBeLessThanOrEqual(65_000);
    expect(text).toContain("**5000 to create.**");
    expect(text).toMatch(/- … and \d+ more\n/);
    expect(text).toContain("no-cpu-limits");
    expect(text.match(/<details>/g)).toHaveLength(text.match(/<\/details>/g)?.length ?? 0);
  });
});
