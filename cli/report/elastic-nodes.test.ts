import { renderPlanHtml } from "./html/plan-html";
import { elasticLimits, elasticNodes } from "./elastic-nodes";
import { renderPlanSvg } from "./plan-svg";
import { smallBurst } from "./testing/small-burst";
import { smallPlan } from "./testing/small-plan";

const [minimum, normal, peak] = smallBurst.loads;

/** Rents the same at every load of these. */
function always(): typeof smallBurst {
  return normal === undefined ? smallBurst : { ...smallBurst, loads: [normal, { ...normal, load: "peak" }], capacityTypes: ["on-demand"] };
}

test("an entry for each set of nodes, with the loads that rent it, the range of its price, and what waits", () => {
  expect(elasticNodes(smallBurst).map(({ nodes, loads, price, details }) => [nodes, loads, price, details])).toEqual([
    ["1 g4dn.xlarge", "at normal load", "0.20–0.50 USD an hour", "1 of media/llm, 1 of 1 card"],
    ["2 g4dn.xlarge", "at peak", "0.40–1.00 USD an hour", "3 of media/llm, 2 of 2 cards; 1 pod waits"],
  ]);
});

test("loads that rent the same are one entry, and a pool that buys on demand has one price", () => {
  expect(elasticNodes(always()).map(({ loads, price }) => [loads, price])).toEqual([["at every load", "0.50 USD an hour"]]);
  expect(elasticNodes({ ...smallBurst, loads: minimum === undefined || peak === undefined ? [] : [minimum, peak] })).toHaveLength(1);
});

test("the limits are those of the pool and of a month", () => {
  expect(elasticLimits(smallBurst)).toBe("pool burst in eu-central-1: at most 8 CPUs, 32Gi and 2 cards at a time, 92.00 USD a month");
});

describe("the picture", () => {
  test("has a dashed row for each, with empty bars before, below the nodes that stay", () => {
    const svg = renderPlanSvg(smallPlan, smallBurst);
    expect(svg.match(/stroke-dasharray/g)).toHaveLength(2);
    expect(svg).toContain('viewBox="0 0 880 480"');
    expect(svg).toContain("<title>2 g4dn.xlarge, 0.40–1.00 USD an hour: 3 of media/llm, 2 of 2 cards; 1 pod waits</title>");
    // 2000m of 4000m, beside nothing before.
    expect(svg).toContain('<rect class="before" x="244" y="304" width="0.0" height="10" rx="2"/>');
    expect(svg).toContain('<rect class="after" x="244" y="316" width="215.0" height="10" rx="2"/>');
    expect(svg).toContain('<text x="686" y="319">0 % → 50 %</text>');
  });

  test("has the number of nodes where their names would run into the bars, which are said on hovering", () => {
    const nodes = ["g4dn.xlarge", "g5.xlarge"].map((type) => ({ type, count: 1 }));
    const svg = renderPlanSvg(smallPlan, { ...smallBurst, loads: peak === undefined ? [] : [{ ...peak, nodes }] });
    expect(svg).toContain(">2 nodes</text>");
    expect(svg).toContain("<title>1 g4dn.xlarge, 1 g5.xlarge, 0.40–1.00 USD an hour");
  });

  test("says so when no load rents", () => {
    const idle = { ...smallBurst, loads: minimum === undefined ? [] : [minimum] };
    expect(renderPlanSvg(smallPlan, idle)).toContain("92.00 USD a month; no load rents a node</text>");
  });

  test("is what it is without bursts where there are none", () => {
    expect(renderPlanSvg(smallPlan, undefined)).toBe(renderPlanSvg(smallPlan));
    expect(renderPlanSvg(smallPlan)).not.toMatch(/Rented|dash/);
  });
});

describe("the page", () => {
  const page = { plan: smallPlan, moves: [], doubts: [] };

  test("has a dashed card for each, the table of the loads, and what a month costs", () => {
    const html = renderPlanHtml({ ...page, burst: smallBurst });
    expect(html).toContain("<h2>Rented while something waits</h2>");
    expect(html.match(/border: 1px dashed/g)).toHaveLength(2);
    expect(html).toContain("<h3>1 g4dn.xlarge</h3>");
    expect(html).toContain('aria-label="CPU: 0m before, 2000m after, of 4000m"');
    expect(html).toContain('<td role="cell" class="figure" data-label="an hour, spot">0.40 USD</td>');
    expect(html).toContain("A month costs at most 92.00 USD");
  });

  test("escapes what the tables say, and is silent where nothing is rented", () => {
    expect(renderPlanHtml({ ...page, burst: { ...smallBurst, pool: "<b>" } })).toContain("pool &lt;b&gt; in");
    expect(renderPlanHtml(page)).not.toContain("Rented");
  });
});
