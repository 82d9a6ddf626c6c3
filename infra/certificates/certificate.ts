import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  X509Certificate,
} from "node:crypto";
import { isIPv4 } from "node:net";
import { der } from "./der";

/** A certificate and its key, as PEM. The key is a secret. */
export interface CertificateAndKey {
  readonly certificate: string;
  readonly key: string;
}

export interface CertificateValidity {
  readonly from: Date;
  readonly years: number;
}

interface Subject {
  readonly commonName: string;
  readonly organizations?: readonly string[];
}

const oid = {
  commonName: "2.5.4.3",
  organization: "2.5.4.10",
  ecdsaWithSha256: "1.2.840.10045.4.3.2",
  subjectKeyId: "2.5.29.14",
  keyUsage: "2.5.29.15",
  subjectAlternativeName: "2.5.29.17",
  basicConstraints: "2.5.29.19",
  authorityKeyId: "2.5.29.35",
  extendedKeyUsage: "2.5.29.37",
  serverAuth: "1.3.6.1.5.5.7.3.1",
  clientAuth: "1.3.6.1.5.5.7.3.2",
} as const;

/** Bits of `keyUsage`, the first of them the highest. */
const usage = { digitalSignature: 0x80, certificateSigning: 0x04, revocationListSigning: 0x02 } as const;

/** A certificate authority of its own, with a new key on the curve P-256. */
export function newAuthority(commonName: string, validity: CertificateValidity): CertificateAndKey {
  const keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return issue({ commonName }, keys, { subject: { commonName }, keys }, validity, [
    extension(oid.basicConstraints, der.sequence(der.boolean(true)), true),
    keyUsage(usage.digitalSignature | usage.certificateSigning | usage.revocationListSigning),
  ]);
}

/** A certificate with which a client proves who it is; Kubernetes reads the organizations as its groups. */
export function newClientCertificate(
  authority: CertificateAndKey,
  subject: { readonly commonName: string; readonly organizations: readonly string[] },
  validity: CertificateValidity,
): CertificateAndKey {
  return newLeaf(authority, subject, validity, oid.clientAuth, []);
}

/** A certificate with which a server proves who it is. @param names Host names and IPv4 addresses. */
export function newServerCertificate(
  authority: CertificateAndKey,
  names: readonly string[],
  validity: CertificateValidity,
): CertificateAndKey {
  const [commonName = ""] = names;
  const alternatives = names.map((name) =>
    isIPv4(name) ? der.implicit(7, Buffer.from(name.split(".").map(Number))) : der.implicit(2, Buffer.from(name)),
  );
  return newLeaf(authority, { commonName }, validity, oid.serverAuth, [
    extension(oid.subjectAlternativeName, der.sequence(...alternatives)),
  ]);
}

function newLeaf(
  authority: CertificateAndKey,
  subject: Subject,
  validity: CertificateValidity,
  purpose: string,
  more: readonly Buffer[],
): CertificateAndKey {
  const key = createPrivateKey(authority.key);
  const issuer = { subject: { commonName: commonNameOf(authority) }, keys: { privateKey: key, publicKey: createPublicKey(key) } };
  return issue(subject, generateKeyPairSync("ec", { namedCurve: "P-256" }), issuer, validity, [
    keyUsage(usage.digitalSignature),
    extension(oid.extendedKeyUsage, der.sequence(der.objectIdentifier(purpose))),
    ...more,
  ]);
}

interface Keys {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

function issue(
  subject: Subject,
  keys: Keys,
  issuer: { readonly subject: Subject; readonly keys: Keys },
  { from, years }: CertificateValidity,
  extensions: readonly Buffer[],
): CertificateAndKey {
  const until = new Date(from);
  until.setUTCFullYear(until.getUTCFullYear() + years);
  const serial = randomBytes(16);
  serial[0] = (serial[0] ?? 0) & 0x7f || 1;
  const algorithm = der.sequence(der.objectIdentifier(oid.ecdsaWithSha256));
  const content = der.sequence(
    der.explicit(0, der.integer(Buffer.from([2]))),
    der.integer(serial),
    algorithm,
    nameOf(issuer.subject),
    der.sequence(der.time(from), der.time(until)),
    nameOf(subject),
    keys.publicKey.export({ type: "spki", format: "der" }),
    der.explicit(
      3,
      der.sequence(
        ...extensions,
        extension(oid.subjectKeyId, der.octetString(keyId(keys.publicKey))),
        extension(oid.authorityKeyId, der.sequence(der.implicit(0, keyId(issuer.keys.publicKey)))),
      ),
    ),
  );
  const signature = sign("sha256", content, issuer.keys.privateKey);
  const certificate = der.sequence(content, algorithm, der.bitString(signature));
  return {
    certificate: new X509Certificate(certificate).toString(),
    // The form that Kubernetes and K3s write themselves.
    key: keys.privateKey.export({ type: "sec1", format: "pem" }).toString(),
  };
}

function nameOf({ commonName, organizations = [] }: Subject): Buffer {
  const attribute = (id: string, value: string): Buffer => der.set(der.sequence(der.objectIdentifier(id), der.utf8String(value)));
  return der.sequence(
    ...organizations.map((organization) => attribute(oid.organization, organization)),
    attribute(oid.commonName, commonName),
  );
}

function extension(id: string, value: Buffer, critical = false): Buffer {
  return der.sequence(der.objectIdentifier(id), ...(critical ? [der.boolean(true)] : []), der.octetString(value));
}

function keyUsage(bits: number): Buffer {
  const unused = Math.clz32(bits & -bits) === 32 ? 0 : 31 - Math.clz32(bits & -bits);
  return extension(oid.keyUsage, der.bitString(Buffer.from([bits]), unused), true);
}

function keyId(publicKey: KeyObject): Buffer {
  return createHash("sha256")
    .update(publicKey.export({ type: "spki", format: "der" }))
    .digest()
    .subarray(0, 20);
}

function commonNameOf({ certificate }: CertificateAndKey): string {
  return /^CN=(.+)$/m.exec(new X509Certificate(certificate).subject)?.[1] ?? "";
}
