import type { FleetCapacity } from "../../infra/capacity/capacity-document";
import { planDocumentSchema } from "../../infra/stack/plan-json-schema";
import { fleetColumns, fleetRows, fleetSentences } from "./fleet-capacity";
import { renderPlanHtml } from "./html/plan-html";
import { renderPlanMarkdown } from "./plan-markdown";
import { renderPlan } from "./plan-terminal";
import { smallPlan } from "./testing/small-plan";

const fleet: FleetCapacity = {
  servers: { min: 3, max: 6, now: 3 },
  price: { currency: "EUR", perServerAndMonth: 4.5, source: "VPS 10 SSD, price list of 2025-05" },
  costPerMonth: 13.5,
  loads: [
    { load: "minimum", pods: 2, cpuMilli: 1000, memoryMiB: 2048, waiting: [], servers: 3, costPerMonth: 13.5 },
    {
      load: "peak",
      pods: 10,
      cpuMilli: 13_000,
      memoryMiB: 10_240,
      waiting: [{ namespace: "apps", name: "worker", pods: 2 }],
      servers: 7,
      costPerMonth: 31.5,
    },
    {
      load: "largest",
      pods: 10,
      cpuMilli: 90_000,
      memoryMiB: 80_000,
      waiting: [
        { namespace: "apps", name: "web", pods: 1 },
        { namespace: "apps", name: "worker", pods: 8 },
      ],
    },
  ],
  scaling: {
    overhead: [{ id: "keda/keda-operator", pods: 1, cpuMilli: 100, memoryMiB: 100 }],
    released: [{ id: "apps/worker", pods: 1, cpuMilli: 1500, memoryMiB: 1024 }],
    net: { pods: 0, cpuMilli: 1400, memoryMiB: 924 },
  },
};

test("a row for each load", () => {
  expect(fleetRows(fleet)).toEqual([
    ["at minimum", "2", "1.0", "2.0 GiB", "3", "13.50 EUR", "–"],
    ["at peak: every ScaledObject at its most", "10", "13.0", "10.0 GiB", "7", "31.50 EUR", "2 pods of apps/worker"],
    ["at peak, with all that the VPA may give", "10", "90.0", "78.1 GiB", "over 12", "", "9 pods of 2 workloads, most of apps/worker"],
  ]);
});

test("prices, what is beyond the fleet, and what scaling to zero gives back", () => {
  const advice = "raise count.max, choose a larger product, or lower maxReplicas or verticalScaling.max.";
  expect(fleetSentences(fleet)).toEqual([
    "3 of 3 to 6 servers at 4.50 EUR each: 13.50 EUR a month in all, without VAT (VPS 10 SSD, price list of 2025-05).",
    `At peak: every ScaledObject at its most takes 7 servers, more than the 6 that there may be: ${advice}`,
    `At peak, with all that the VPA may give takes more than 12 servers, more than the 6 that there may be: ${advice}`,
    "1 pod of 1 workload stop when there is nothing to do and give back 1500m CPU and 1024 MiB; the autoscalers request 100m CPU and 100 MiB: 1400m CPU and 924 MiB in all; that is room for other pods and no money: 3 servers are the fewest.",
  ]);
});

test("every report shows it, and its JSON is what the schema says", () => {
  const [sentence = ""] = fleetSentences(fleet);
  expect(renderPlan(smallPlan, { fleet })).toContain("at peak: every ScaledObject at its most");
  expect(renderPlanMarkdown(smallPlan, { fleet })).toContain(`| ${fleetColumns.join(" | ")} |`);
  expect(renderPlanHtml({ plan: smallPlan, moves: [], doubts: [], fleet })).toContain(sentence);
  expect(planDocumentSchema.parse({ ...smallPlan, fleet })).toEqual({ ...smallPlan, fleet });
});
