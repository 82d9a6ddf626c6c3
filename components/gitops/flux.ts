import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Finding } from "../../infra/diagnostics/finding";
import { UserError } from "../../infra/diagnostics/user-error";
import { type ReleaseTransform, chartRelease } from "../chart-release";
import { charts } from "../charts";
import { type ChildOptions, childOptions } from "../child-options";
import { createNamespace } from "../namespace";
import { checkGitRepository, type GitRepository } from "./git-repository";

export interface FluxArgs {
  readonly repository: GitRepository;
  /** PriorityClass of its own pods. Default: the cluster's. */
  readonly priorityClassName?: string;
  readonly transform?: { readonly release?: ReleaseTransform };
}

/**
 * Flux, and the one Kustomization from which it deploys all others: whatever the directory of the repository holds. While
 * it is away, nothing is deployed and everything keeps running.
 *
 * @see https://github.com/fluxcd-community/helm-charts/tree/main/charts/flux2
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/
 * @throws UserError for a repository that it could not read.
 */
export class Flux extends pulumi.ComponentResource {
  readonly release: kubernetes.helm.v3.Release;
  readonly kustomization: kubernetes.apiextensions.CustomResource;

  constructor(name: string, args: FluxArgs, options?: pulumi.ComponentResourceOptions) {
    const { repository, priorityClassName, transform } = args;
    const findings = checkRepository(repository);
    if (findings.length > 0) {
      throw new UserError("Flux cannot read the repository", findings);
    }
    const priority = priorityClassName === undefined ? {} : { priorityClassName };
    const values = {
      ...Object.fromEntries(controllers.map((controller) => [controller, priority])),
      ...Object.fromEntries(withoutUse.map((controller) => [controller, { create: false }])),
    };

    super("berth:gitops:Flux", name, {}, options);
    const space = createNamespace(
      `${name}-namespace`,
      { name: namespace, podSecurity: "baseline", tier: "1-cluster" },
      childOptions(this, options),
    );
    const secret = createSecret(name, repository, { parent: this, dependsOn: space });
    this.release = chartRelease(
      `${name}-chart`,
      { chart: charts.flux, namespace, createNamespace: false, values, transform: transform?.release },
      { parent: this, dependsOn: space },
    );
    const source = new kubernetes.apiextensions.CustomResource(
      `${name}-source`,
      {
        apiVersion: "source.toolkit.fluxcd.io/v1",
        kind: "GitRepository",
        metadata: { name: root, namespace },
        spec: {
          interval: "5m",
          url: repository.url,
          ...(repository.revision === undefined ? {} : { ref: { name: revisionName(repository.revision) } }),
          ...(secret.length === 0 ? {} : { secretRef: { name: secretName } }),
        },
      },
      { parent: this, dependsOn: [this.release, ...secret] },
    );
    this.kustomization = new kubernetes.apiextensions.CustomResource(
      `${name}-root`,
      {
        apiVersion: "kustomize.toolkit.fluxcd.io/v1",
        kind: "Kustomization",
        metadata: { name: root, namespace },
        spec: { interval: "10m", path: `./${repository.path}`, prune: true, sourceRef: { kind: "GitRepository", name: root } },
      },
      { parent: this, dependsOn: [source] },
    );
    this.registerOutputs({});
  }
}

const namespace = "flux-system";
const root = "root";
const secretName = "root-repository";

/** Parts of Flux by the names of their values. */
const controllers = ["sourceController", "kustomizeController", "helmController", "notificationController"];
/** They write new versions of images into the repository, which nobody here asks for. */
const withoutUse = ["imageAutomationController", "imageReflectionController"];

function checkRepository(repository: GitRepository): readonly Finding[] {
  return [
    ...checkGitRepository(repository),
    ...(repository.credentials?.kind === "ssh"
      ? [
          {
            path: "gitOps.credentials",
            value: "ssh",
            message: "is not enough for Flux, which asks for the host's known keys too",
            fix: 'use an https URL and kind: "token"',
          },
        ]
      : []),
  ];
}

/** A branch, unless it is written as a reference. */
function revisionName(revision: string): string {
  return revision.startsWith("refs/") ? revision : `refs/heads/${revision}`;
}

function createSecret(name: string, { credentials }: GitRepository, options: ChildOptions): readonly kubernetes.core.v1.Secret[] {
  if (credentials?.kind !== "token") {
    return [];
  }
  const { username, password } = credentials;
  return [
    new kubernetes.core.v1.Secret(
      `${name}-repository`,
      { metadata: { name: secretName, namespace }, stringData: pulumi.secret({ username, password }) },
      options,
    ),
  ];
}
