import { createPrivateKey, createPublicKey, diffieHellman } from "node:crypto";
import { newWireGuardKeys, type WireGuardKeys } from "./wireguard-keys";

/** What stands before the 32 bytes of an X25519 key in its DER form, as RFC 8410 has it. */
const privatePrefix = Buffer.from("302e020100300506032b656e04220420", "hex");
const publicPrefix = Buffer.from("302a300506032b656e032100", "hex");

function sharedSecret(own: WireGuardKeys, other: WireGuardKeys): string {
  const bytes = (key: string): Buffer => Buffer.from(key, "base64");
  return diffieHellman({
    privateKey: createPrivateKey({ key: Buffer.concat([privatePrefix, bytes(own.privateKey)]), format: "der", type: "pkcs8" }),
    publicKey: createPublicKey({ key: Buffer.concat([publicPrefix, bytes(other.publicKey)]), format: "der", type: "spki" }),
  }).toString("hex");
}

it("makes keys of 32 bytes by which two ends agree on a secret, others each time", () => {
  const [one, other, third] = [newWireGuardKeys(), newWireGuardKeys(), newWireGuardKeys()];
  for (const key of [one.privateKey, one.publicKey]) {
    expect(Buffer.from(key, "base64")).toHaveLength(32);
  }
  expect(sharedSecret(one, other)).toBe(sharedSecret(other, one));
  expect(sharedSecret(one, other)).not.toBe(sharedSecret(one, third));
});
