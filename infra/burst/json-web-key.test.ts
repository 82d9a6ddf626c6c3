import { createHash, createPublicKey, generateKeyPairSync, sign, verify } from "node:crypto";
import { jsonWebKeyOf } from "./json-web-key";

describe("the key that tokens are checked with", () => {
  it.each([
    ["RS256", generateKeyPairSync("rsa", { modulusLength: 2048 })],
    ["ES256", generateKeyPairSync("ec", { namedCurve: "P-256" })],
  ] as const)("is the public half, for %s", (algorithm, { privateKey, publicKey }) => {
    const key = jsonWebKeyOf(privateKey.export({ type: "pkcs8", format: "pem" }).toString());
    expect(key).toMatchObject({ use: "sig", alg: algorithm });
    expect(key.kid).toBe(
      createHash("sha256")
        .update(publicKey.export({ type: "spki", format: "der" }))
        .digest("base64url"),
    );
    expect(Object.keys(key)).not.toContain("d");
    const signature = sign("sha256", Buffer.from("token"), privateKey);
    expect(verify("sha256", Buffer.from("token"), createPublicKey({ key: { ...key }, format: "jwk" }), signature)).toBe(true);
  });

  it("is refused for what API servers do not sign with", () => {
    const { privateKey } = generateKeyPairSync("ed25519");
    expect(() => jsonWebKeyOf(privateKey.export({ type: "pkcs8", format: "pem" }).toString())).toThrow("neither RSA nor of a known curve");
  });
});
