import { recordProgram } from "../testing/recorded-program";
import { Volsync } from "./volsync";

test("Volsync installs the pinned chart without its CPU limit", async () => {
  const { resources, resource } = await recordProgram(() => new Volsync("volsync"));
  expect(resources).toHaveLength(2);
  expect(resource("volsync-chart").inputs).toMatchObject({
    chart: "volsync",
    version: "0.16.0",
    repositoryOpts: { repo: "https://backube.github.io/helm-charts/" },
    namespace: "volsync-system",
    createNamespace: true,
  });
  expect(resource("volsync-chart").inputs["values"]).toEqual({ resources: { limits: { cpu: null } } });
});
