import * as kubernetes from "@pulumi/kubernetes";
import { recordProgram } from "../../components/testing/recorded-program";
import { stackConfigSchema } from "../../infra/stack/config";
import { loadStack } from "../../infra/stack/load-stack";
import { definition as homelab } from "../homelab/definition";
import { definition as portkey } from "../portkey/definition";
import { deployUtilities, type UtilityChoices } from "./utilities";

async function record(choices: UtilityChoices, definition = portkey) {
  const stack = loadStack(definition, stackConfigSchema.parse({}));
  return recordProgram(() => {
    const provider = new kubernetes.Provider("cluster");
    deployUtilities({ stack, placements: new Map(), provider, choices });
  });
}

it("installs what is chosen, and nothing else", async () => {
  const charts = (await record({})).ofType("kubernetes:helm.sh/v3:Release");
  expect(charts).toEqual([]);
  const chosen = await record({ metricsServer: {}, nodeFeatureDiscovery: true, monitored: true });
  expect(chosen.ofType("kubernetes:helm.sh/v3:Release").map(({ name, provider }) => [name, provider])).toEqual([
    ["metrics-server-chart", "cluster"],
    ["node-feature-discovery-chart", "cluster"],
  ]);
  expect(chosen.resource("metrics-server-chart").inputs["values"]).toMatchObject({ serviceMonitor: { enabled: true } });
});

it("has monitors only where that is asked for", async () => {
  const { resource } = await record({ spegel: {}, reloader: {} }, homelab);
  expect(resource("spegel-chart").inputs["values"]).toMatchObject({ serviceMonitor: { enabled: false } });
  expect(resource("reloader-chart").inputs["values"]).toMatchObject({ reloader: { podMonitor: { enabled: false } } });
});

it("refuses what no row counts, all of it at once", async () => {
  await expect(record({ spegel: {}, reloader: {}, metricsServer: {} })).rejects.toThrow(
    /a utility is not in the plan[^]*workloads\[spegel\/spegel\]: is missing[^]*workloads\[reloader\/reloader\]: is missing/,
  );
});
