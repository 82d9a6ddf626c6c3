import { deschedulerChart } from "./charts";

describe("deschedulerChart", () => {
  it.each([
    ["1.33.2", "0.33.0"],
    ["1.34.0", "0.34.0"],
    ["1.35.4", "0.35.1"],
    ["1.36.0", "0.36.0"],
  ])("gives Kubernetes %s the chart of the same minor version", (kubernetes, chart) => {
    expect(deschedulerChart(kubernetes).version).toBe(chart);
  });

  it("refuses a version that no chart is built for", () => {
    expect(() => deschedulerChart("1.29.1")).toThrow(
      "hardware.cluster.kubernetesVersion: has a minor version that no known descheduler chart is built for (found 1.29.1)\n    fix: use one of 1.33, 1.34, 1.35, 1.36, or add the chart's version to components/charts.ts",
    );
  });
});
