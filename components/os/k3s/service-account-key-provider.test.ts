import { jsonWebKeyOf } from "../../../infra/burst/json-web-key";
import { newServiceAccountKey, serviceAccountKeyProvider } from "./service-account-key-provider";

it("makes a key that Kubernetes signs with, in the form that it writes itself", () => {
  const key = newServiceAccountKey();
  expect(key).toMatch(/^-----BEGIN EC PRIVATE KEY-----/);
  expect(jsonWebKeyOf(key)).toMatchObject({ alg: "ES256", crv: "P-256" });
});

it("is kept for as long as the cluster", async () => {
  expect(await serviceAccountKeyProvider.diff?.("service-account-key", { key: "a" }, {})).toEqual({ changes: false });
});
