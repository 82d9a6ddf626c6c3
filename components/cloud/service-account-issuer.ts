import * as iam from "@pulumi/aws/iam";
import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import { issuerOf } from "../../infra/burst/issuer";
import { jsonWebKeyOf } from "../../infra/burst/json-web-key";
import { tokenAudience } from "../../infra/burst/iam/controller-trust";
import { discoveryDocumentKey, issuerDocumentsPolicy, keySetKey } from "../../infra/burst/iam/issuer-documents";
import { childOptions } from "../child-options";

export interface ServiceAccountIssuerArgs {
  /** Name of the bucket, unique in the world. */
  readonly bucket: string;
  readonly region: string;
  /** Private key that signs the cluster's tokens, PEM. Only its public half leaves the program. */
  readonly signingKey: pulumi.Input<string>;
}

/**
 * Makes tokens of the cluster's service accounts good for AWS: publishes the two documents by which a token is checked,
 * and makes AWS trust their issuer. No key of AWS' is kept anywhere. The API server has to name the same issuer
 * ({@link issuerOf}); it does not have to be reachable.
 */
export class ServiceAccountIssuer extends pulumi.ComponentResource {
  readonly provider: iam.OpenIdConnectProvider;

  constructor(name: string, { bucket, region, signingKey }: ServiceAccountIssuerArgs, options?: pulumi.ComponentResourceOptions) {
    const issuer = issuerOf(bucket, region);

    super("berth:cloud:ServiceAccountIssuer", name, {}, options);
    const child = childOptions(this, options);
    const store = new s3.Bucket(`${name}-bucket`, { bucket, forceDestroy: true }, child);
    const access = new s3.BucketPublicAccessBlock(
      `${name}-access`,
      { bucket: store.id, blockPublicAcls: true, ignorePublicAcls: true, blockPublicPolicy: false, restrictPublicBuckets: false },
      child,
    );
    const policy = new s3.BucketPolicy(
      `${name}-policy`,
      { bucket: store.id, policy: JSON.stringify(issuerDocumentsPolicy(bucket)) },
      { parent: this, dependsOn: access },
    );
    const documents = [
      {
        suffix: "discovery",
        key: discoveryDocumentKey,
        content: JSON.stringify({
          issuer: issuer.url,
          jwks_uri: `${issuer.url}/${keySetKey}`,
          response_types_supported: ["id_token"],
          subject_types_supported: ["public"],
          id_token_signing_alg_values_supported: ["RS256", "ES256"],
        }),
      },
      {
        suffix: "keys",
        key: keySetKey,
        // The public half of a secret is none.
        content: pulumi.unsecret(pulumi.output(signingKey).apply((pem) => JSON.stringify({ keys: [jsonWebKeyOf(pem)] }))),
      },
    ];
    const published = documents.map(
      ({ suffix, key, content }) =>
        new s3.BucketObjectv2(
          `${name}-${suffix}`,
          { bucket: store.id, key, content, contentType: "application/json" },
          { parent: this, dependsOn: policy },
        ),
    );
    this.provider = new iam.OpenIdConnectProvider(
      `${name}-provider`,
      { url: issuer.url, clientIdLists: [tokenAudience] },
      { parent: this, dependsOn: published },
    );
    this.registerOutputs({});
  }
}
