import * as pulumi from "@pulumi/pulumi";
import { recordProgram } from "../testing/recorded-program";
import { unmarkedSecrets } from "../testing/unmarked-secrets";
import { Flux, type FluxArgs } from "./flux";
import type { GitRepository } from "./git-repository";

const repository: GitRepository = { url: "https://git.example.com/owner/cluster.git", path: "clusters/one" };
const password = "not-a-real-token";

function record(args: Partial<FluxArgs> = {}) {
  return recordProgram(() => new Flux("flux", { repository, ...args }));
}

describe("Flux", () => {
  it("installs the pinned chart without what writes into the repository", async () => {
    const { resources, resource } = await record({ priorityClassName: "1-cluster" });
    expect(resources).toHaveLength(5);
    expect(resource("flux-chart").inputs).toMatchObject({
      chart: "flux2",
      version: "2.17.2",
      repositoryOpts: { repo: "https://fluxcd-community.github.io/helm-charts" },
      namespace: "flux-system",
      createNamespace: false,
    });
    const priority = { priorityClassName: "1-cluster" };
    expect(resource("flux-chart").inputs["values"]).toEqual({
      sourceController: priority,
      kustomizeController: priority,
      helmController: priority,
      notificationController: priority,
      imageAutomationController: { create: false },
      imageReflectionController: { create: false },
    });
  });

  it("deploys what the directory of the repository holds", async () => {
    const { resource } = await record({ repository: { ...repository, revision: "main" } });
    expect(resource("flux-source")).toMatchObject({
      type: "kubernetes:source.toolkit.fluxcd.io/v1:GitRepository",
      dependsOn: ["flux-chart"],
      inputs: {
        metadata: { name: "root", namespace: "flux-system" },
        spec: { interval: "5m", url: repository.url, ref: { name: "refs/heads/main" } },
      },
    });
    expect(resource("flux-root")).toMatchObject({
      type: "kubernetes:kustomize.toolkit.fluxcd.io/v1:Kustomization",
      dependsOn: ["flux-source"],
      inputs: { spec: { path: "./clusters/one", prune: true, sourceRef: { kind: "GitRepository", name: "root" } } },
    });
  });

  it("reads a private repository with a token, which is a secret everywhere", async () => {
    const credentials = { kind: "token", username: "berth", password: pulumi.secret(password) } as const;
    const recording = await record({ repository: { ...repository, credentials } });
    expect(recording.resource("flux-source").inputs["spec"]).toMatchObject({ secretRef: { name: "root-repository" } });
    expect(recording.resource("flux-repository").inputs["stringData"]).toEqual({ username: "berth", password });
    expect(unmarkedSecrets(recording, [password])).toEqual([]);
  });

  it("refuses what it could not read", async () => {
    await expect(record({ repository: { ...repository, path: "/etc" } })).rejects.toThrow(
      /gitOps\.path: is no directory of the repository/,
    );
    const credentials = { kind: "ssh", privateKey: "key" } as const;
    await expect(record({ repository: { ...repository, url: "git@git.example.com:owner/cluster.git", credentials } })).rejects.toThrow(
      /gitOps\.credentials: is not enough for Flux, which asks for the host's known keys too/,
    );
  });
});
