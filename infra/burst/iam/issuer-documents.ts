import { type PolicyDocument, policyDocument } from "../../aws-policies/policy-document";

/** Where a token's verifier looks first; the keys' place is said there. */
export const discoveryDocumentKey = ".well-known/openid-configuration";
export const keySetKey = "openid/v1/jwks";

/** Anyone may read the two documents by which tokens are checked; they hold public keys and nothing else. */
export function issuerDocumentsPolicy(bucket: string): PolicyDocument {
  const objects = [discoveryDocumentKey, keySetKey].map((key) => `arn:aws:s3:::${bucket}/${key}`);
  return policyDocument(
    { Sid: "ReadIssuer", Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: objects },
    {
      Sid: "OnlyTls",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  );
}
