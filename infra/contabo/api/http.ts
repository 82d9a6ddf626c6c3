import { z } from "zod";
import { ContaboError, UncertainError } from "./errors";

/** Faults before a request has left the machine: it cannot have been taken. */
const neverSent: readonly string[] = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "UND_ERR_CONNECT_TIMEOUT"];

export interface HttpAnswer {
  readonly status: number;
  readonly retryAfter: string | null;
  /** Parsed JSON; undefined for an empty answer, the text itself for anything else. */
  readonly body: unknown;
}

export type HttpOutcome =
  | { readonly kind: "answer"; readonly answer: HttpAnswer }
  /** Certainly not taken. */
  | { readonly kind: "not-sent"; readonly error: ContaboError }
  /** Perhaps taken. */
  | { readonly kind: "lost"; readonly error: UncertainError };

/**
 * One request, without retries.
 *
 * @param what Named in errors: `ordering web-1`.
 */
export async function send(what: string, url: string, request: RequestInit, timeoutMilliseconds: number): Promise<HttpOutcome> {
  const { host } = new URL(url);
  try {
    const response = await fetch(url, { ...request, signal: AbortSignal.timeout(timeoutMilliseconds) });
    const text = await response.text();
    return {
      kind: "answer",
      answer: { status: response.status, retryAfter: response.headers.get("retry-after"), body: parsed(text) },
    };
  } catch (error) {
    const code = codeOf(error);
    if (neverSent.includes(code)) {
      return { kind: "not-sent", error: new ContaboError(`${what}: ${host} cannot be reached (${code}). Check the network and run again`) };
    }
    const why = code === "TimeoutError" ? `no answer within ${timeoutMilliseconds / 1000} s` : `the connection broke (${code})`;
    return { kind: "lost", error: new UncertainError(`${what}: ${host}: ${why}`) };
  }
}

function parsed(text: string): unknown {
  if (text === "") {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What `fetch` throws: a fault with a name, and the network's own fault as its cause. */
const fault = z.object({ name: z.string(), cause: z.object({ code: z.string() }).optional().catch(undefined) });

function codeOf(error: unknown): string {
  const { name, cause } = fault.catch({ name: "unknown", cause: undefined }).parse(error);
  return cause?.code ?? name;
}
