import { z } from "zod";
import type { Connection } from "./connection";
import { ContaboError, UncertainError } from "./errors";
import { listAll, single } from "./pages";

export type SecretType = "ssh" | "password";

export interface Secret {
  readonly name: string;
  readonly type: SecretType;
  readonly value: string;
}

const path = "/v1/secrets";
const secretSchema = z.object({ secretId: z.number().int(), name: z.string(), type: z.string() });

/**
 * Puts a key or password where servers can be ordered with it. One of the same name and type is taken over and given
 * the value, so that a lost answer leaves no second one.
 *
 * @returns Its id.
 */
export async function storeSecret(connection: Connection, secret: Secret): Promise<number> {
  const existing = await secretNamed(connection, secret);
  if (existing !== undefined) {
    await changeSecret(connection, existing, secret);
    return existing;
  }
  const what = `storing the ${secret.type} secret ${secret.name}`;
  try {
    const answer = await connection.call({ what, method: "POST", path, body: secret, repeatable: false, secrets: [secret.value] });
    return single(what, secretSchema.pick({ secretId: true }), answer).secretId;
  } catch (error) {
    const found = error instanceof UncertainError ? await secretNamed(connection, secret) : undefined;
    if (found === undefined) {
      throw error;
    }
    return found;
  }
}

/** Its type cannot be changed. */
export async function changeSecret(
  connection: Connection,
  secretId: number,
  { name, value }: Pick<Secret, "name" | "value">,
): Promise<void> {
  const what = `changing the secret ${name}`;
  await connection.call({ what, method: "PATCH", path: `${path}/${secretId}`, body: { name, value }, repeatable: true, secrets: [value] });
}

/** Servers that were installed with it keep it. */
export async function deleteSecret(connection: Connection, secretId: number): Promise<void> {
  await ignoringAbsence(
    connection.call({ what: `deleting the secret ${secretId}`, method: "DELETE", path: `${path}/${secretId}`, repeatable: true }),
  );
}

export async function secretExists(connection: Connection, secretId: number): Promise<boolean> {
  const call = connection.call({ what: `reading the secret ${secretId}`, method: "GET", path: `${path}/${secretId}`, repeatable: true });
  return (await ignoringAbsence(call)) !== undefined;
}

async function secretNamed(connection: Connection, { name, type }: Secret): Promise<number | undefined> {
  const found = await listAll(connection, `looking for the secret ${name}`, path, { name, type }, secretSchema);
  const [exact, ...others] = found.filter((secret) => secret.name === name && secret.type === type);
  if (others.length > 0) {
    throw new ContaboError(`${others.length + 1} ${type} secrets are named ${name}: delete all but one in the customer panel`);
  }
  return exact?.secretId;
}

/** @returns undefined for what is not there. */
export async function ignoringAbsence<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ContaboError && error.status === 404) {
      return undefined;
    }
    throw error;
  }
}
