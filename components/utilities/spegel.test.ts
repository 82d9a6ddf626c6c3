import { recordProgram } from "../testing/recorded-program";
import { Spegel, type SpegelArgs, spegelValues } from "./spegel";

const args: SpegelArgs = {
  operatingSystem: { kind: "talos", version: "v1.12.11" },
  mirroredRegistries: ["https://docker.io", "https://ghcr.io"],
};

describe("Spegel", () => {
  it("is installed from an OCI registry into a privileged namespace", async () => {
    const { resources, resource } = await recordProgram(() => new Spegel("spegel", args));
    expect(resources).toHaveLength(3);
    expect(resource("spegel-namespace").inputs).toMatchObject({
      metadata: { name: "spegel", labels: { "berth.dev/tier": "1-cluster", "pod-security.kubernetes.io/enforce": "privileged" } },
    });
    const { inputs, dependsOn, parent } = resource("spegel-chart");
    expect(inputs).toMatchObject({
      name: "spegel",
      chart: "oci://ghcr.io/spegel-org/helm-charts/spegel",
      version: "0.3.0",
      namespace: "spegel",
      createNamespace: false,
    });
    expect(inputs).not.toHaveProperty("repositoryOpts");
    expect([dependsOn, parent]).toEqual([["spegel-namespace"], "spegel"]);
  });

  it("writes its mirrors where Talos' containerd looks, at a port that no Service gets", () => {
    expect(spegelValues(args)).toEqual({
      spegel: { containerdRegistryConfigPath: "/etc/cri/conf.d/hosts", mirroredRegistries: ["https://docker.io", "https://ghcr.io"] },
      service: { registry: { hostPort: 29999 } },
      serviceMonitor: { enabled: false },
    });
  });

  it("shares the images of all registries unless some are named", () => {
    expect(spegelValues({ operatingSystem: args.operatingSystem, monitored: true })).toMatchObject({
      spegel: { mirroredRegistries: [] },
      serviceMonitor: { enabled: true },
    });
  });

  it.each<[string, Partial<SpegelArgs>, string]>([
    [
      "a registry without its scheme",
      { mirroredRegistries: ["docker.io"] },
      "spegel.mirroredRegistries[0]: is no registry with its scheme and without a path (found docker.io)\n    fix: write it as https://ghcr.io",
    ],
    ["a registry with a path", { mirroredRegistries: ["https://ghcr.io/v2"] }, "spegel.mirroredRegistries[0]: is no registry"],
    [
      "a registry twice",
      { mirroredRegistries: ["https://ghcr.io", "https://ghcr.io"] },
      "spegel.mirroredRegistries[1]: is there twice (found https://ghcr.io)",
    ],
    ["an empty list", { mirroredRegistries: [] }, "spegel.mirroredRegistries: is empty, which means all"],
    ["a NodePort", { port: 30020 }, "spegel.port: may be given to a Service of type NodePort (found 30020)"],
    ["a port that is none", { port: 80 }, "spegel.port: is no port that is free to use (found 80)"],
    ["K3s", { operatingSystem: { kind: "k3s", version: "v1.35.4+k3s1" } }, "operatingSystem.kind: has Spegel in it (found k3s)"],
  ])("refuses %s", (_, change, message) => {
    expect(() => spegelValues({ ...args, ...change })).toThrow(message);
  });

  it("tells everything that is wrong at once", () => {
    expect(() => spegelValues({ ...args, mirroredRegistries: ["docker.io"], port: 30020 })).toThrow(/docker\.io[^]*30020/);
  });
});
