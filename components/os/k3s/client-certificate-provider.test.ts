import { X509Certificate } from "node:crypto";
import { unknownValue } from "../../dynamic/known";
import { clientCertificateProvider } from "./client-certificate-provider";
import { newIdentity } from "./identity-provider";

const { clientCaCertificate: caCertificate, clientCaKey: caKey } = newIdentity("mesh", new Date());
const inputs = { caCertificate, caKey, user: "liqo" };

it("proves to the cluster who somebody is, in no group", async () => {
  const { id, outs } = await clientCertificateProvider.create(inputs);
  const certificate = new X509Certificate(String(outs?.["certificate"]));
  expect([id, certificate.subject, certificate.ca]).toEqual(["liqo", "CN=liqo", false]);
  expect(certificate.checkIssued(new X509Certificate(caCertificate))).toBe(true);
  expect(certificate.verify(new X509Certificate(caCertificate).publicKey)).toBe(true);
  expect(String(outs?.["key"])).toMatch(/^-----BEGIN EC PRIVATE KEY-----/);
  const years = (certificate.validToDate.getTime() - Date.now()) / (365.25 * 24 * 60 * 60 * 1000);
  expect(Math.round(years)).toBe(10);
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
