import { generateKeyPairSync } from "node:crypto";

/** WireGuard's keys of one gateway: 32 bytes of X25519 each, in base64. */
export interface WireGuardKeys {
  readonly privateKey: string;
  readonly publicKey: string;
}

/** Both formats end with the key itself. */
const keyBytes = 32;

export function newWireGuardKeys(): WireGuardKeys {
  const { privateKey, publicKey } = generateKeyPairSync("x25519", {
    privateKeyEncoding: { type: "pkcs8", format: "der" },
    publicKeyEncoding: { type: "spki", format: "der" },
  });
  return { privateKey: rawKey(privateKey), publicKey: rawKey(publicKey) };
}

function rawKey(der: Buffer): string {
  return der.subarray(-keyBytes).toString("base64");
}
