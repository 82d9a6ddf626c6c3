import type { dynamic } from "@pulumi/pulumi";
import { z } from "zod";
import { type CertificateAndKey, newClientCertificate } from "../../../infra/certificates/certificate";
import { changedInputs } from "../../dynamic/known";

const inputs = z.object({ caCertificate: z.string(), caKey: z.string(), user: z.string() });

/** As long as the authorities. */
const validYears = 10;
const day = 24 * 60 * 60 * 1000;

/** Signs a certificate, once for each authority and user. */
export const clientCertificateProvider: dynamic.ResourceProvider = {
  diff: async (_id: string, olds: Readonly<Record<string, unknown>>, news: Readonly<Record<string, unknown>>) => {
    const replaces = [...changedInputs(["caCertificate", "user"], olds, news)];
    return Promise.resolve({ changes: replaces.length > 0, replaces });
  },
  create: async (properties: Readonly<Record<string, unknown>>) => {
    const parsed = inputs.parse(properties);
    return Promise.resolve({ id: parsed.user, outs: { ...properties, ...certificateFor(parsed, new Date()) } });
  },
};

/** @param now Begin of the certificate's validity, set back by a day for clocks that are late. */
export function certificateFor({ caCertificate, caKey, user }: z.output<typeof inputs>, now: Date): CertificateAndKey {
  return newClientCertificate(
    { certificate: caCertificate, key: caKey },
    { commonName: user, organizations: [] },
    { from: new Date(now.getTime() - day), years: validYears },
  );
}
