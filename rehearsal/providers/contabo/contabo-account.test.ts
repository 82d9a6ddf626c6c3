import { standInEndpoints } from "../../../infra/contabo/api/endpoints";
import { contaboAccountSettings, openContaboAccount } from "./contabo-account";

it("lets in who is configured for it, on this machine alone", async () => {
  const account = await openContaboAccount();
  try {
    const url = account.providerEnvironment["BERTH_CONTABO_STAND_IN"] ?? "";
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(account.providerEnvironment["BERTH_K3S_STAND_IN"]).toMatch(/^127\.0\.0\.1:\d+$/);
    const { contaboClientId, contaboClientSecret, contaboUser, contaboPassword } = contaboAccountSettings;
    const identity = { client_id: contaboClientId, client_secret: contaboClientSecret, username: contaboUser };
    const answers = [contaboPassword, "wrong"].map(async (password) =>
      fetch(standInEndpoints(url).token, { method: "POST", body: new URLSearchParams({ ...identity, password, grant_type: "password" }) }),
    );
    expect((await Promise.all(answers)).map(({ ok }) => ok)).toEqual([true, false]);
    expect(account.servers()).toEqual([]);
  } finally {
    await account.close();
  }
});
