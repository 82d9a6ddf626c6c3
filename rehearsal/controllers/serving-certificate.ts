import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CertificateAndKey, newAuthority, newClientCertificate, newServerCertificate } from "../../infra/certificates/certificate";
import type { ControlPlane } from "../control-plane/control-plane";

/** A certificate for a server of the loopback interface, with the authority that signed it. */
export interface ServingCertificate {
  /** Holds the three others as `ca.crt`, `tls.crt` and `tls.key`, as a mounted secret does. */
  readonly folder: string;
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
  /** PEM. */
  readonly authorityText: string;
  /** A certificate for a client that the same authority vouches for. @returns its folder, laid out like `folder`. */
  readonly forClient: (name: string) => string;
}

/** @param names By which it is asked, beside `127.0.0.1` and `localhost`. */
export function makeServingCertificate(controlPlane: ControlPlane, name: string, names: readonly string[] = []): ServingCertificate {
  const validity = { from: new Date(Date.now() - 24 * 60 * 60 * 1000), years: 1 };
  const issued = newAuthority(`${name}-ca`, validity);
  const parent = join(controlPlane.folder, "controllers");
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  const written = (of: string, { certificate, key }: CertificateAndKey): Omit<ServingCertificate, "authorityText" | "forClient"> => {
    const folder = mkdtempSync(join(parent, `${of}-`));
    const write = (file: string, text: string): string => {
      const path = join(folder, file);
      writeFileSync(path, text, { mode: 0o600 });
      return path;
    };
    return {
      folder,
      authority: write("ca.crt", issued.certificate),
      certificate: write("tls.crt", certificate),
      key: write("tls.key", key),
    };
  };
  return {
    ...written(name, newServerCertificate(issued, ["127.0.0.1", "localhost", ...names], validity)),
    authorityText: issued.certificate,
    forClient: (client) => written(client, newClientCertificate(issued, { commonName: client, organizations: [] }, validity)).folder,
  };
}
