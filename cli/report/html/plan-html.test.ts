import { assumedPlan, comparison } from "../testing/assumed-plan";
import { smallHost } from "../testing/small-host";
import { smallPlan } from "../testing/small-plan";
import { type PlanPage, renderPlanHtml } from "./plan-html";

const small: PlanPage = {
  plan: smallPlan,
  moves: [{ namespace: "media", name: "sonarr", from: "alpha", to: "beta", pods: 1 }],
  doubts: [{ path: "workloads[a/b]", message: "may lose", fix: "pin it" }],
};

/** All tags in order, to see that they close. */
function unclosed(html: string): string[] {
  const alone = new Set(["meta", "rect", "path", "!DOCTYPE"]);
  const open: string[] = [];
  for (const [, closing, name = "", , selfClosed] of html.matchAll(/<(\/?)([!a-zA-Z0-9]+)([^>]*?)(\/?)>/g)) {
    if (closing === "/") {
      expect(open.pop()).toBe(name);
    } else if (selfClosed !== "/" && !alone.has(name)) {
      open.push(name);
    }
  }
  return open;
}

test("the page is whole: every element closes", () => {
  expect(unclosed(renderPlanHtml(small))).toEqual([]);
  expect(unclosed(renderPlanHtml({ ...small, plan: assumedPlan, comparison }))).toEqual([]);
});

test("the page asks for nothing from elsewhere and runs nothing", () => {
  const html = renderPlanHtml(small);
  expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  expect(html).not.toMatch(/<script|<img|<link|src=|url\(|@import|https?:|\son[a-z]+=/);
});

test("each node has a bar before and one after for CPU, memory and pods, red when crowded", () => {
  const html = renderPlanHtml(small);
  expect(html.match(/<rect class="before"/g)).toHaveLength(6);
  expect(html.match(/<rect class="after"/g)).toHaveLength(5);
  expect(html.match(/<rect class="crowded"/g)).toHaveLength(1);
  expect(html).toContain('aria-label="CPU: 3800m before, 1000m after, of 4000m"');
  expect(html).toContain('<rect class="before" y="0" width="95.00" height="9"/>');
});

test("a move is a band that leads to its reason", () => {
  const html = renderPlanHtml(small);
  expect(html).toContain('<a href="#move-0" aria-label="alpha → beta: 1 pod"><title>alpha → beta: 1 pod (media/sonarr)</title>');
  expect(html).toContain('<h3 id="move-0">alpha → beta</h3>');
  expect(html).toContain('data-label="why">moves to beta: alpha is for the core | crowded</td>');
});

test("what moves between two nodes for one reason stands together", () => {
  const moves = ["sonarr", "radarr"].map((name) => ({ namespace: "media", name, from: "alpha", to: "beta", pods: 2 }));
  const workloads = moves.map(({ namespace, name }) => ({
    namespace,
    name,
    replicas: 2,
    nodes: ["beta"],
    failover: [],
    before: ["alpha"],
    moved: true,
    reason: "same",
  }));
  const html = renderPlanHtml({ plan: { ...smallPlan, workloads }, moves, doubts: [] });
  expect(html).toContain(
    '<th role="rowheader" scope="row">media/sonarr ×2, media/radarr ×2</th><td role="cell" class="figure" data-label="pods">4</td>',
  );
});

test("what has no node, what is left behind, what is doubtful and what was assumed each have their place", () => {
  const html = renderPlanHtml({ ...small, plan: assumedPlan, comparison });
  expect(html).toContain("<h1>Placement of garage (without gamma; with at most 1 pod moved)</h1>");
  expect(html).toContain("<h2>Compared with the plan as things are</h2>");
  expect(html).toContain("<p>Without a node only then: ai/llm, media/tdarr.</p>");
  expect(html).toContain('<h3>ai/llm: <span class="bad">1 pod without a node</span></h3>');
  expect(html).toContain("<li>fix: 1024 MiB more memory on beta</li>");
  expect(html).toContain("<h2>Left behind</h2>");
  expect(html).toContain("<summary>1 case</summary>");
  expect(renderPlanHtml(small)).not.toMatch(/Compared|Left behind/);
});

test("what stays and what starts say why on hovering, and node by node when pressed", () => {
  const against = [
    { node: "alpha", reason: "taint a:NoSchedule" },
    { node: "gamma", reason: "1 W more" },
  ];
  const workloads = smallPlan.workloads.map((workload) => ({
    ...workload,
    moved: false,
    reason: "starts on beta; not alpha: taint a:NoSchedule; not gamma: 1 W more",
    ...(workload.name === "sonarr" ? { before: [], against } : {}),
  }));
  const html = renderPlanHtml({ ...small, plan: { ...smallPlan, workloads } });
  expect(html).toContain("<h2>Starts</h2>");
  expect(html).toContain("<h2>Stays</h2>");
  expect(html).toContain('<span title="starts on beta; not alpha: taint a:NoSchedule; not gamma: 1 W more">beta</span>');
  expect(html).toContain(
    "<summary>why</summary>starts on beta<ul><li>not alpha: taint a:NoSchedule</li><li>not gamma: 1 W more</li></ul></details>",
  );
  expect(unclosed(html)).toEqual([]);
});

test("a plan in which nothing moves says so and draws nothing", () => {
  const html = renderPlanHtml({ ...small, moves: [] });
  expect(html).toContain("<p>Nothing moves.</p>");
  expect(html).not.toContain('class="flow"');
});

test("names and reasons are escaped everywhere", () => {
  const evil = `<b>"'&`;
  const [first] = smallPlan.workloads;
  if (first === undefined) {
    throw new Error("the small plan has workloads");
  }
  const html = renderPlanHtml({
    plan: {
      ...smallPlan,
      stack: evil,
      assumptions: [evil],
      nodes: smallPlan.nodes.map((node) => ({ ...node, name: evil })),
      workloads: [
        { ...first, namespace: evil, name: evil, reason: evil, nodes: [evil], before: [evil], failover: [evil] },
        { ...first, name: evil, reason: evil, nodes: [evil], leftBehind: [evil], moved: false },
      ],
      unplaced: [{ namespace: evil, name: evil, replicas: 1, blockedBy: [evil], remedies: [evil] }],
      objectives: [{ name: evil, value: 1, bound: 1, gap: 0 }],
    },
    moves: [{ namespace: evil, name: evil, from: evil, to: evil, pods: 1 }],
    doubts: [{ path: evil, message: evil, fix: evil }],
    comparison: { ...comparison, newlyPlaced: [evil] },
  });
  expect(html).not.toContain("<b>");
  expect(html).toContain("&lt;b&gt;&quot;&#39;&amp;");
  expect(unclosed(html)).toEqual([]);
});

test("the same plan gives the same bytes", () => {
  expect(renderPlanHtml(small)).toBe(renderPlanHtml(small));
});

test("hosts have a table each, and no section where there are none", () => {
  const html = renderPlanHtml({ ...small, hosts: [smallHost] });
  expect(unclosed(html)).toEqual([]);
  expect(html).toContain("<h2>Hosts</h2>");
  expect(html).toContain("<caption>pve1: 48 of 44 (109 %) vCPUs, 34 GiB of 272 GiB (13 %) of memory</caption>");
  expect(html).toContain('<th role="rowheader" scope="row">alpha (VM 201)</th><td role="cell" class="figure" data-label="vCPUs">16</td>');
  expect(html).toContain("tesla-t4 at 0000:06:00.0, coral-tpu");
  expect(renderPlanHtml(small)).not.toContain("Hosts");
});

test("memory limits beyond what a node has are a table of their own, and nothing where there are none", () => {
  const limits = {
    node: "alpha",
    allocatableBytes: 100,
    before: { limitBytes: 96, unlimitedPods: 1 },
    after: { limitBytes: 80, unlimitedPods: 1 },
    relievedBy: ["media/sonarr"],
    overcommits: [],
  };
  const page = { plan: smallPlan, moves: [], doubts: [] };
  const html = renderPlanHtml({ ...page, memoryLimits: [limits] });
  expect(html).toContain("<h2>Memory limits</h2>");
  expect(html).toContain("The plan takes that to 80 %: media/sonarr leaves.");
  expect(renderPlanHtml(page)).not.toContain("Memory limits");
});
