import * as pulumi from "@pulumi/pulumi";
import { recordProgram } from "../testing/recorded-program";
import { unmarkedSecrets } from "../testing/unmarked-secrets";
import { ArgoCd, type ArgoCdArgs } from "./argo-cd";
import type { GitRepository } from "./git-repository";

const repository: GitRepository = { url: "https://git.example.com/owner/cluster.git", path: "kubernetes/apps" };
const password = "not-a-real-token";

function record(args: Partial<ArgoCdArgs> = {}) {
  return recordProgram(() => new ArgoCd("argocd", { repository, ...args }));
}

describe("ArgoCd", () => {
  it("installs the pinned chart with what a small cluster needs of it", async () => {
    const placement = { labels: {}, nodeSelector: { "berth.dev/pool": "core" } };
    const { resources, resource } = await record({ placements: { repoServer: placement } });
    expect(resources).toHaveLength(4);
    expect(resource("argocd-namespace").inputs).toMatchObject({
      metadata: { name: "argocd", labels: { "berth.dev/tier": "1-cluster", "pod-security.kubernetes.io/enforce": "baseline" } },
    });
    expect(resource("argocd-chart").inputs).toMatchObject({
      chart: "argo-cd",
      version: "10.1.1",
      repositoryOpts: { repo: "https://argoproj.github.io/argo-helm" },
      namespace: "argocd",
      createNamespace: false,
    });
    expect(resource("argocd-chart").inputs["values"]).toEqual({
      dex: { enabled: false },
      notifications: { enabled: false },
      repoServer: { nodeSelector: { "berth.dev/pool": "core" } },
    });
  });

  it("makes one application of the repository", async () => {
    const { resource } = await record({ repository: { ...repository, revision: "main" } });
    expect(resource("argocd-root")).toMatchObject({
      type: "kubernetes:argoproj.io/v1alpha1:Application",
      dependsOn: ["argocd-chart"],
      inputs: { metadata: { name: "root", namespace: "argocd" } },
    });
    expect(resource("argocd-root").inputs["spec"]).toEqual({
      project: "default",
      source: { repoURL: repository.url, path: "kubernetes/apps", targetRevision: "main" },
      destination: { server: "https://kubernetes.default.svc", namespace: "argocd" },
      syncPolicy: { automated: { prune: true, selfHeal: true } },
    });
    expect((await record()).resource("argocd-root").inputs).toHaveProperty("spec.source.targetRevision", "HEAD");
  });

  it("reads a private repository with a token, which stays a secret", async () => {
    for (const input of [password, pulumi.secret(password)]) {
      const credentials = { kind: "token" as const, username: "argocd", password: input };
      const recording = await record({ repository: { ...repository, credentials } });
      expect(recording.resource("argocd-repository").inputs).toMatchObject({
        metadata: { name: "root-repository", namespace: "argocd", labels: { "argocd.argoproj.io/secret-type": "repository" } },
        stringData: { type: "git", url: repository.url, username: "argocd", password },
      });
      expect(recording.resource("argocd-root").dependsOn).toEqual(["argocd-chart", "argocd-repository"]);
      expect(unmarkedSecrets(recording, [password])).toEqual([]);
    }
  });

  it("reads it with a key over SSH, which stays a secret", async () => {
    const url = "git@git.example.com:owner/cluster.git";
    const recording = await record({ repository: { ...repository, url, credentials: { kind: "ssh", privateKey: password } } });
    expect(recording.resource("argocd-repository").inputs["stringData"]).toEqual({ type: "git", url, sshPrivateKey: password });
    expect(unmarkedSecrets(recording, [password])).toEqual([]);
  });

  it.each<[string, Partial<GitRepository>, string]>([
    [
      "a URL that is none",
      { url: "owner/cluster" },
      "gitOps.url: is no URL of a Git repository (found owner/cluster)\n    fix: use https://host/owner/name.git or git@host:owner/name.git",
    ],
    [
      "credentials in the URL",
      { url: "https://user:token@git.example.com/owner/cluster.git" },
      "gitOps.url: holds credentials, which would stand in the clear\n    fix: give them as credentials",
    ],
    [
      "a key for HTTPS",
      { credentials: { kind: "ssh", privateKey: "k" } },
      'gitOps.credentials: does not go with https://git.example.com/owner/cluster.git (found ssh)\n    fix: use kind: "token"',
    ],
    [
      "a token for SSH",
      { url: "git@git.example.com:owner/cluster.git", credentials: { kind: "token", username: "u", password: "p" } },
      'gitOps.credentials: does not go with git@git.example.com:owner/cluster.git (found token)\n    fix: use kind: "ssh"',
    ],
    [
      "a path outside of it",
      { path: "/apps" },
      "gitOps.path: is no directory of the repository (found /apps)\n    fix: use one such as kubernetes/apps",
    ],
  ])("refuses %s", async (_, change, message) => {
    await expect(record({ repository: { ...repository, ...change } })).rejects.toThrow(`Argo CD cannot read the repository\n  ${message}`);
  });
});
