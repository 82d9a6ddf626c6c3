import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../../infra/diagnostics/user-error";
import type { PodPlacement } from "../../infra/placement/emit/pod-placement";
import { type ReleaseTransform, chartRelease } from "../chart-release";
import { charts } from "../charts";
import { type ChildOptions, childOptions } from "../child-options";
import { createNamespace } from "../namespace";
import { placementValues } from "../placement-values";
import { type GitCredentials, type GitRepository, checkGitRepository } from "./git-repository";

/** Parts of Argo CD that have pods of their own, as the chart's values name them. */
export const argoCdParts = ["controller", "repoServer", "server", "applicationSet", "redis"] as const;
export type ArgoCdPart = (typeof argoCdParts)[number];

export interface ArgoCdArgs {
  readonly repository: GitRepository;
  /** Where its parts run. Default: anywhere. */
  readonly placements?: Readonly<Partial<Record<ArgoCdPart, PodPlacement>>>;
  readonly transform?: { readonly release?: ReleaseTransform };
}

/**
 * Argo CD, and the one application from which it deploys all others: whatever the directory of the repository holds.
 * One replica of each part, and none of single sign-on and notifications: while it is away, nothing is deployed and
 * everything keeps running.
 *
 * @see https://github.com/argoproj/argo-helm/tree/main/charts/argo-cd
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/cluster-bootstrapping/
 * @throws UserError for a repository that it could not read.
 */
export class ArgoCd extends pulumi.ComponentResource {
  readonly release: kubernetes.helm.v3.Release;
  readonly rootApplication: kubernetes.apiextensions.CustomResource;

  constructor(name: string, args: ArgoCdArgs, options?: pulumi.ComponentResourceOptions) {
    const { repository, placements = {}, transform } = args;
    const findings = checkGitRepository(repository);
    if (findings.length > 0) {
      throw new UserError("Argo CD cannot read the repository", findings);
    }
    const values = {
      dex: { enabled: false },
      notifications: { enabled: false },
      ...Object.fromEntries(
        argoCdParts.flatMap((part) => (placements[part] === undefined ? [] : [[part, placementValues(placements[part])]])),
      ),
    };

    super("berth:gitops:ArgoCd", name, {}, options);
    const space = createNamespace(
      `${name}-namespace`,
      { name: namespace, podSecurity: "baseline", tier: "1-cluster" },
      childOptions(this, options),
    );
    const secret = createRepositorySecret(name, repository, { parent: this, dependsOn: space });
    this.release = chartRelease(
      `${name}-chart`,
      { chart: charts.argoCd, namespace, createNamespace: false, values, transform: transform?.release },
      { parent: this, dependsOn: space },
    );
    this.rootApplication = new kubernetes.apiextensions.CustomResource(
      `${name}-root`,
      {
        apiVersion: "argoproj.io/v1alpha1",
        kind: "Application",
        metadata: { name: "root", namespace },
        spec: {
          project: "default",
          source: { repoURL: repository.url, path: repository.path, targetRevision: repository.revision ?? "HEAD" },
          destination: { server: "https://kubernetes.default.svc", namespace },
          syncPolicy: { automated: { prune: true, selfHeal: true } },
        },
      },
      { parent: this, dependsOn: [this.release, ...secret] },
    );
    this.registerOutputs({});
  }
}

const namespace = "argocd";

/** What Argo CD finds by its label, and reads the repository with. */
function createRepositorySecret(
  name: string,
  { url, credentials }: GitRepository,
  options: ChildOptions,
): readonly kubernetes.core.v1.Secret[] {
  if (credentials === undefined) {
    return [];
  }
  const metadata = { name: "root-repository", namespace, labels: { "argocd.argoproj.io/secret-type": "repository" } };
  return [
    new kubernetes.core.v1.Secret(
      `${name}-repository`,
      { metadata, stringData: pulumi.secret({ type: "git", url, ...secretFields(credentials) }) },
      options,
    ),
  ];
}

function secretFields(credentials: GitCredentials): Record<string, pulumi.Input<string>> {
  return credentials.kind === "ssh"
    ? { sshPrivateKey: credentials.privateKey }
    : { username: credentials.username, password: credentials.password };
}
