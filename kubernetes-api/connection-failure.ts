import { z } from "zod";

/** What Node throws when a request fails. */
const failureSchema = z.object({ message: z.string(), code: z.string().default("") });

/** A connection that broke in the middle; not one that was never made. */
export function isPassingFailure(error: unknown): boolean {
  return ["ECONNRESET", "EPIPE"].includes(codeOf(error));
}

/** Why a request had no answer, in words. */
export function explainFailure(error: unknown): string {
  const code = codeOf(error);
  const message = explanations[code] ?? failureSchema.safeParse(error).data?.message ?? String(error);
  return `${message}${code === "" ? "" : ` (${code})`}`;
}

function codeOf(error: unknown): string {
  return failureSchema.safeParse(error).data?.code ?? "";
}

const explanations: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there; is the API server up, and the URL right?",
  ENOTFOUND: "the name is not known here",
  EHOSTUNREACH: "there is no way to that machine from here",
  ETIMEDOUT: "it does not answer",
  CERT_HAS_EXPIRED: "its certificate has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "the kubeconfig's certificate authority did not issue its certificate",
  SELF_SIGNED_CERT_IN_CHAIN: "the kubeconfig's certificate authority did not issue its certificate",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "the kubeconfig's certificate authority did not issue its certificate",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
};
