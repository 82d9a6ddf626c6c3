import { X509Certificate } from "node:crypto";
import { unknownValue } from "../../dynamic/known";
import { certificateFor, clientCertificateProvider } from "./client-certificate-provider";
import { newIdentity } from "./identity-provider";

const { clientCaCertificate: caCertificate, clientCaKey: caKey } = newIdentity("mesh", new Date());
const inputs = { caCertificate, caKey, user: "liqo" };

it("proves to the cluster who somebody is, in no group, for ten years", () => {
  const made = certificateFor(inputs, new Date("2026-11-21T12:00:00Z"));
  const certificate = new X509Certificate(made.certificate);
  expect([certificate.subject, certificate.ca]).toEqual(["CN=liqo", false]);
  expect([certificate.validFromDate, certificate.validToDate]).toEqual([
    new Date("2026-11-20T12:00:00Z"),
    new Date("2036-11-20T12:00:00Z"),
  ]);
  expect(certificate.checkIssued(new X509Certificate(caCertificate))).toBe(true);
  expect(certificate.verify(new X509Certificate(caCertificate).publicKey)).toBe(true);
  expect(made.key).toMatch(/^-----BEGIN EC PRIVATE KEY-----/);
});

it("is made anew for another user or another authority, and for nothing else", async () => {
  const diff = async (change: Partial<typeof inputs>) => clientCertificateProvider.diff?.("liqo", inputs, { ...inputs, ...change });
  expect(await diff({})).toEqual({ changes: false, replaces: [] });
  expect(await diff({ caKey: "other" })).toEqual({ changes: false, replaces: [] });
  expect(await diff({ caCertificate: unknownValue })).toEqual({ changes: false, replaces: [] });
  expect(await diff({ user: "other" })).toEqual({ changes: true, replaces: ["user"] });
  expect(await diff({ caCertificate: newIdentity("mesh", new Date()).clientCaCertificate })).toEqual({
    changes: true,
    replaces: ["caCertificate"],
  });
});
