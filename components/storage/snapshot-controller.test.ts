import { recordProgram } from "../testing/recorded-program";
import { SnapshotController } from "./snapshot-controller";

test("SnapshotController installs the pinned chart with one replica", async () => {
  const { resources, resource } = await recordProgram(() => new SnapshotController("snapshots"));
  expect(resources).toHaveLength(2);
  expect(resource("snapshots-chart").inputs).toMatchObject({
    chart: "snapshot-controller",
    version: "5.1.1",
    repositoryOpts: { repo: "https://piraeus.io/helm-charts/" },
    namespace: "snapshot-controller",
    createNamespace: true,
    values: { controller: { replicaCount: 1 } },
  });
});
