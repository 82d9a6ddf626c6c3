import { renderRehearsalHtml } from "./rehearsal-html";
import { renderRehearsalMarkdown } from "./rehearsal-markdown";
import { renderRehearsal } from "./rehearsal-terminal";
import { brokenRehearsal, heldRehearsal } from "./testing/small-rehearsal";

const finding = "apps/web-2 (planned n1, failover n2): 0/2 nodes are available: 2 Insufficient cpu.";

describe("in a terminal", () => {
  it("shows what broke, where each pod should be and why it is not, and what was not real", () => {
    expect(renderRehearsal(brokenRehearsal)).toBe(
      [
        "small  the plan does not hold: scheduled-as-planned, 1 skipped",
        "Kubernetes 1.35.4, 1 simulated node, 31 resources brought up; seed 42",
        "",
        "drill                          seconds  what was seen",
        "scheduled-as-planned  broken       3.2  1 of 3 pods is not where it is planned",
        "descheduler-rests     held         0.5  nothing was evicted",
        "burst                 skipped      0.0  not run: the stack has no burst",
        "",
        "scheduled-as-planned",
        `  ${finding}`,
        "",
        "descheduler-rests",
        "  nodes it looked at: 2",
        "",
        "workload  planned  fails over to  scheduled",
        "apps/web  n1       n2             n1, 1 pending  pending",
        "",
        "node  CPU requests  memory requests  pods",
        "n1            95 %             25 %     7",
        "",
        "stand-ins",
        "  talos: checks inputs, keeps state",
        "",
        "8 s (control plane 4.0 s, drills 3.7 s); at most 1.5 GiB of memory",
        "",
      ].join("\n"),
    );
  });

  it("is short when all is as planned", () => {
    const text = renderRehearsal(heldRehearsal);
    expect(text).toContain("small  the plan holds: 2 drills held, 1 skipped\n");
    expect(text).toContain("\n3 pods of 2 workloads: each where it is planned\n");
    expect(text).not.toContain("fails over to");
  });

  it("counts what is where the plan said that it may be", () => {
    const [web, ...others] = heldRehearsal.workloads;
    const text = renderRehearsal({ ...heldRehearsal, workloads: web === undefined ? [] : [{ ...web, outcome: "foretold" }, ...others] });
    expect(text).toContain("each where it is planned, or, of 1 workload, where the plan says that it may be\n");
  });

  it("does not drown the reader in findings", () => {
    const [drill] = brokenRehearsal.drills;
    const many = Array.from({ length: 15 }, (_, index) => ({ subject: `apps/web-${index}`, message: "is gone" }));
    const text = renderRehearsal({ ...brokenRehearsal, drills: drill === undefined ? [] : [{ ...drill, findings: many }] });
    expect(text).toContain("  apps/web-11: is gone\n  and 3 more: --json has them all\n");
    expect(text).not.toContain("apps/web-12");
  });
});

describe("as Markdown", () => {
  it("has the verdict in its title, every finding and every workload", () => {
    const text = renderRehearsalMarkdown(brokenRehearsal);
    expect(text).toContain("## Rehearsal of `small`: the plan does not hold: scheduled-as-planned, 1 skipped\n");
    expect(text).toContain(`- ${finding}\n`);
    expect(text).toContain("| apps/web | n1 | n2 | n1, 1 pending | pending |\n| apps/db | n1 | – | n1 | as planned |\n");
    expect(text).toContain("- **talos**: checks inputs, keeps state\n");
  });

  it("keeps text of others out of its markup", () => {
    const [drill] = brokenRehearsal.drills;
    const text = renderRehearsalMarkdown({
      ...brokenRehearsal,
      drills: drill === undefined ? [] : [{ ...drill, summary: "a | b", findings: [{ subject: "a/b", message: "<img>" }] }],
    });
    expect(text).toContain("| a \\| b |");
    expect(text).toContain("a/b: &lt;img>");
  });
});

describe("as a page", () => {
  it("has the verdict, the drills, the nodes and the workloads", () => {
    const page = renderRehearsalHtml(brokenRehearsal);
    expect(page).toContain('<strong class="bad">the plan does not hold: scheduled-as-planned, 1 skipped</strong>');
    expect(page).toContain(`<li>${finding}</li>`);
    expect(page).toContain("CPU: 3800m of 4000m");
    expect(page).toContain('<span class="bad">pending</span>');
    expect(renderRehearsalHtml(heldRehearsal)).toContain('<strong class="good">the plan holds: 2 drills held, 1 skipped</strong>');
  });

  it("escapes what others wrote, and loads nothing", () => {
    const page = renderRehearsalHtml({ ...brokenRehearsal, standIns: [{ name: "<script>", what: "x" }] });
    expect(page).toContain("&lt;script&gt;");
    expect(page).not.toContain("<script");
    expect(page).toContain("default-src 'none'");
  });
});
