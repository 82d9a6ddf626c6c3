/** Who signs the cluster's service account tokens, under a name that AWS can look up. */
export interface Issuer {
  /** For `--service-account-issuer` and the token's `iss`. */
  readonly url: string;
  /** Without its scheme, as IAM's ARNs and condition keys have it. */
  readonly name: string;
}

export function issuerOf(bucket: string, region: string): Issuer {
  const name = `${bucket}.s3.${region}.amazonaws.com`;
  return { url: `https://${name}`, name };
}
