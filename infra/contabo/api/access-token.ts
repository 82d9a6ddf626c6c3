import { z } from "zod";
import { backoffMilliseconds, maxAttempts } from "./backoff";
import type { ContaboCredentials } from "./credentials";
import { ContaboError } from "./errors";
import { send } from "./http";
import type { Waiting } from "./waiting";

const tokenSchema = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });

/** A token is not used in its last seconds: it must still be good when the request arrives. */
const marginMilliseconds = 30_000;
const timeoutMilliseconds = 30_000;

interface Token {
  readonly value: string;
  readonly goodUntil: number;
}

/** Gets the token that every call carries, and gets it anew before it is too old. */
export class AccessToken {
  readonly #url: string;
  readonly #credentials: ContaboCredentials;
  readonly #waiting: Waiting;
  /** Shared by calls that run at once. */
  #current: Promise<Token> | undefined;

  constructor(url: string, credentials: ContaboCredentials, waiting: Waiting) {
    this.#url = url;
    this.#credentials = credentials;
    this.#waiting = waiting;
  }

  async get(): Promise<string> {
    const current = await this.#current;
    if (current !== undefined && this.#waiting.now() < current.goodUntil) {
      return current.value;
    }
    this.#current = this.#request().catch((error: unknown) => {
      this.#current = undefined;
      throw error;
    });
    return (await this.#current).value;
  }

  /** What Contabo refused is not tried again. */
  async forget(value: string): Promise<void> {
    if ((await this.#current)?.value === value) {
      this.#current = undefined;
    }
  }

  async #request(): Promise<Token> {
    const { clientId, clientSecret, user, password } = this.#credentials;
    const body = new URLSearchParams({
      client_id: clientId,
      client_secret: clientSecret,
      username: user,
      password,
      grant_type: "password",
    });
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await send("logging in to Contabo", this.#url, { method: "POST", body }, timeoutMilliseconds);
      const answer = outcome.kind === "answer" ? outcome.answer : undefined;
      if (answer?.status === 200) {
        const { access_token: value, expires_in: seconds } = tokenSchema.parse(answer.body);
        return { value, goodUntil: this.#waiting.now() + seconds * 1000 - marginMilliseconds };
      }
      const passing = answer === undefined || answer.status === 429 || answer.status >= 500;
      if (!passing || attempt >= maxAttempts) {
        throw outcome.kind === "answer" ? refusal(outcome.answer.status) : outcome.error;
      }
      await this.#waiting.sleep(backoffMilliseconds(attempt, answer?.retryAfter ?? null, Date.now()));
    }
  }
}

function refusal(status: number): ContaboError {
  const what = `Contabo does not let us in (HTTP ${status})`;
  return new ContaboError(
    status === 400 || status === 401
      ? `${what}: client or password is wrong. Compare berth:contaboClientId, contaboClientSecret, contaboUser and contaboPassword with the customer panel, under API`
      : `${what}. Run again later`,
    status,
  );
}
