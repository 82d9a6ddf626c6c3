import { createHash, createPrivateKey, createPublicKey } from "node:crypto";

/** The public half of a key that signs tokens, as verifiers read it. */
export interface JsonWebKey {
  readonly use: "sig";
  readonly alg: "RS256" | "ES256" | "ES384" | "ES512";
  readonly kid: string;
  readonly kty: string;
  readonly [member: string]: unknown;
}

const algorithmOfCurve: Readonly<Record<string, JsonWebKey["alg"]>> = { "P-256": "ES256", "P-384": "ES384", "P-521": "ES512" };

/**
 * The public key by which the API server's tokens are checked. Its id is what kube-apiserver writes into each token: the
 * hash of the key's own encoding, so that the two agree without asking the cluster.
 *
 * @param privateKeyPem Key that signs the tokens, RSA or elliptic.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.35.4/pkg/serviceaccount/jwt.go
 */
export function jsonWebKeyOf(privateKeyPem: string): JsonWebKey {
  const key = createPublicKey(createPrivateKey(privateKeyPem));
  const kid = createHash("sha256")
    .update(key.export({ type: "spki", format: "der" }))
    .digest("base64url");
  const { kty, crv, ...numbers } = key.export({ format: "jwk" });
  const alg = kty === "RSA" ? "RS256" : algorithmOfCurve[crv ?? ""];
  if (kty === undefined || alg === undefined) {
    throw new Error("the key that signs service account tokens is neither RSA nor of a known curve");
  }
  return { use: "sig", alg, kid, kty, ...(crv === undefined ? {} : { crv }), ...numbers };
}
