import { UserError } from "../../diagnostics/user-error";

/** Where Contabo is. */
export interface ContaboEndpoints {
  readonly token: string;
  readonly api: string;
}

export const contaboEndpoints: ContaboEndpoints = {
  token: "https://auth.contabo.com/auth/realms/contabo/protocol/openid-connect/token",
  api: "https://api.contabo.com",
};

/** Names an API on this machine that stands in for Contabo's in tests and rehearsals. */
export const standInVariable = "BERTH_CONTABO_STAND_IN";

/**
 * The endpoints of a stand-in.
 *
 * @param url On this machine: credentials must never go anywhere else.
 * @throws UserError for any other place.
 */
export function standInEndpoints(url: string): ContaboEndpoints {
  if (!/^http:\/\/127\.0\.0\.1:\d+$/.test(url)) {
    throw new UserError("not a stand-in for Contabo", [
      { path: standInVariable, message: "is no address on this machine", fix: "unset it; tests set it to http://127.0.0.1:<port>" },
    ]);
  }
  return { token: `${url}/auth/realms/contabo/protocol/openid-connect/token`, api: url };
}
