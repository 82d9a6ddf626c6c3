import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { ciPolicy, ciTrustPolicy, githubIssuer } from "../../infra/burst/iam/ci";
import type { ServerOrder } from "../../infra/burst/iam/ci-server";
import { tokenAudience } from "../../infra/burst/iam/controller-trust";
import { burstNames, type BurstScope } from "../../infra/burst/scope";
import { childOptions } from "../child-options";

export interface GithubDeployerArgs {
  readonly scope: BurstScope;
  /** `owner/name`. */
  readonly repository: string;
  readonly issuerBucket: string;
  /** Of a remote cluster. Default: none. */
  readonly server?: ServerOrder | undefined;
}

/** Lets workflows of one repository on GitHub deploy the bursts, with a token for each run and no key anywhere. */
export class GithubDeployer extends pulumi.ComponentResource {
  readonly role: iam.Role;

  constructor(name: string, { scope, repository, issuerBucket, server }: GithubDeployerArgs, options?: pulumi.ComponentResourceOptions) {
    const roleName = `${burstNames(scope).prefix}-ci`;

    super("berth:cloud:GithubDeployer", name, {}, options);
    const child = childOptions(this, options);
    const provider = new iam.OpenIdConnectProvider(
      `${name}-provider`,
      { url: `https://${githubIssuer}`, clientIdLists: [tokenAudience] },
      child,
    );
    this.role = new iam.Role(
      `${name}-role`,
      {
        name: roleName,
        description: `Workflows of ${repository} that deploy ${scope.clusterName}`,
        assumeRolePolicy: JSON.stringify(ciTrustPolicy(scope, repository)),
        maxSessionDuration: 3600,
      },
      { parent: this, dependsOn: provider },
    );
    const policy = new iam.Policy(
      `${name}-policy`,
      { name: roleName, policy: JSON.stringify(ciPolicy(scope, issuerBucket, server)) },
      child,
    );
    new iam.RolePolicyAttachment(`${name}-attachment`, { role: this.role.name, policyArn: policy.arn }, child);
    this.registerOutputs({});
  }
}
