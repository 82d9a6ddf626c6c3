import { Provider } from "@pulumi/aws/provider";
import type * as pulumi from "@pulumi/pulumi";
import { burstTags } from "../../infra/burst/scope";

export interface AwsProviderArgs {
  readonly region: string;
  /** The only account that may be touched, whatever the credentials at hand are for. */
  readonly accountId: string;
  readonly clusterName: string;
}

/**
 * AWS for one cluster. Everything that is made with it is tagged. Credentials are those of the surroundings: a login for
 * some hours, or in CI a role by OIDC; none are kept.
 */
export function awsProvider(name: string, { region, accountId, clusterName }: AwsProviderArgs, options: pulumi.ResourceOptions): Provider {
  return new Provider(
    name,
    {
      region,
      allowedAccountIds: [accountId],
      defaultTags: { tags: { ...burstTags({ clusterName }) } },
    },
    options,
  );
}
