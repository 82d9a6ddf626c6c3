import { generateKeyPairSync, sign } from "node:crypto";

/** A key pair and a certificate that it signed itself, as PEM. */
export interface SelfSigned {
  readonly certificate: string;
  readonly key: string;
}

const ecdsaWithSha256 = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
const commonNameId = [0x55, 0x04, 0x03];
const basicConstraintsId = [0x55, 0x1d, 0x13];
const subjectAltNameId = [0x55, 0x1d, 0x11];

/**
 * Makes a certificate for tests of TLS: version 3, P-256, valid from 2000 to 2099, its own authority, and for
 * 127.0.0.1. Written in DER by hand (RFC 5280, section 4.1), so that no test needs a tool or a key in the repository.
 */
export function selfSigned(commonName: string): SelfSigned {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const algorithm = sequence(objectId(ecdsaWithSha256));
  const name = sequence(element(0x31, sequence(objectId(commonNameId), element(0x0c, Buffer.from(commonName)))));
  const extensions = sequence(
    extension(basicConstraintsId, sequence(element(0x01, Buffer.from([0xff])))),
    extension(subjectAltNameId, sequence(element(0x87, Buffer.from([127, 0, 0, 1])))),
  );
  const unsigned = sequence(
    element(0xa0, element(0x02, Buffer.from([2]))),
    element(0x02, Buffer.from([1])),
    algorithm,
    name,
    sequence(time("20000101000000Z"), time("20991231235959Z")),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    element(0xa3, extensions),
  );
  const signature = element(0x03, Buffer.concat([Buffer.from([0]), sign("sha256", unsigned, privateKey)]));
  const base64 = sequence(unsigned, algorithm, signature).toString("base64");
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

function element(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return element(0x30, Buffer.concat(parts));
}

function objectId(bytes: readonly number[]): Buffer {
  return element(0x06, Buffer.from(bytes));
}

function time(text: string): Buffer {
  return element(0x18, Buffer.from(text));
}

function extension(id: readonly number[], value: Buffer): Buffer {
  return sequence(objectId(id), element(0x04, value));
}
