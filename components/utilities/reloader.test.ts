import { recordProgram } from "../testing/recorded-program";
import { Reloader, reloaderValues } from "./reloader";

describe("Reloader", () => {
  it("is installed into a restricted namespace", async () => {
    const { resources, resource } = await recordProgram(() => new Reloader("reloader"));
    expect(resources).toHaveLength(3);
    expect(resource("reloader-namespace").inputs).toMatchObject({
      metadata: { name: "reloader", labels: { "berth.dev/tier": "1-cluster", "pod-security.kubernetes.io/enforce": "restricted" } },
    });
    expect(resource("reloader-chart").inputs).toMatchObject({
      chart: "reloader",
      repositoryOpts: { repo: "https://stakater.github.io/stakater-charts" },
      version: "2.2.7",
      namespace: "reloader",
      createNamespace: false,
    });
    expect(resource("reloader-chart")).toMatchObject({ dependsOn: ["reloader-namespace"], parent: "reloader" });
  });

  it("restarts only what asks for it, and writes nothing to its own root", () => {
    expect(reloaderValues({})).toEqual({
      fullnameOverride: "reloader",
      reloader: {
        autoReloadAll: false,
        reloadStrategy: "annotations",
        ignoreNamespaces: "",
        readOnlyRootFileSystem: true,
        podMonitor: { enabled: false },
        deployment: {
          containerSecurityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } },
          resources: { requests: { cpu: "10m", memory: "128Mi" }, limits: { memory: "512Mi" } },
        },
      },
    });
  });

  it("is monitored, placed, and kept out of namespaces when that is asked for", () => {
    const placement = { labels: {}, nodeSelector: { "berth.dev/pool": "general" } };
    expect(reloaderValues({ ignoredNamespaces: ["media", "databases"], monitored: true, placement })).toMatchObject({
      reloader: {
        ignoreNamespaces: "databases,media",
        podMonitor: { enabled: true },
        deployment: { nodeSelector: { "berth.dev/pool": "general" } },
      },
    });
  });
});
