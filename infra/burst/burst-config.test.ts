import { parseStackConfig } from "../stack/parse-config";
import { burstAccount, type BurstConfig, burstModes } from "./burst-config";

const account = { accountId: "111122223333", issuerBucket: "issuer", budgetEmails: ["me@example.com"] };
const read = (burst: unknown) => parseStackConfig({ burst }, "Pulumi.homelab.yaml").burst;

it.each(burstModes.filter((mode) => mode !== "off"))("mode %s needs an account, a bucket and somebody to tell", (mode) => {
  expect(burstAccount(read({ mode, ...account }))).toEqual(account);
  expect(() => read({ mode })).toThrow(
    [
      "Pulumi.homelab.yaml has 3 mistakes in its configuration",
      `  berth:burst.accountId: is missing, and mode ${mode} needs it`,
      `  berth:burst.issuerBucket: is missing, and mode ${mode} needs it`,
      `  berth:burst.budgetEmails: is missing, and mode ${mode} needs it`,
    ].join("\n"),
  );
});

it("has no account while it is off, and may keep what it is to have", () => {
  expect(burstAccount(read({ mode: "off" }))).toBeUndefined();
  expect(burstAccount(read({ mode: "off", ...account }))).toBeUndefined();
  expect(burstAccount(undefined)).toBeUndefined();
});

it("reads an account's digits as text, and knows no other mode", () => {
  const burst: BurstConfig | undefined = read({ ...account, mode: "nodes", accountId: 111122223333 });
  expect(burst?.accountId).toBe("111122223333");
  expect(() => read({ mode: "federated" })).toThrow('did you mean "federation"?');
});
