import type { dynamic } from "@pulumi/pulumi";
import { Connection } from "../../../../infra/contabo/api/connection";
import { standInEndpoints, standInVariable } from "../../../../infra/contabo/api/endpoints";
import { ContaboError } from "../../../../infra/contabo/api/errors";
import { fastTime } from "../../../../infra/contabo/api/waiting";

/** The settings that open Contabo, under `berth:`. */
export const credentialSettings = {
  clientId: "contaboClientId",
  clientSecret: "contaboClientSecret",
  user: "contaboUser",
  password: "contaboPassword",
} as const;

let connection: Connection | undefined;
let config: dynamic.Config | undefined;

/**
 * Remembers the stack's settings. Pulumi hands them to the process of dynamic providers, so that no resource carries
 * credentials in its inputs, and changed ones count for everything at once.
 */
export async function configure({ config: settings }: dynamic.ConfigureRequest): Promise<void> {
  config = settings;
  connection = undefined;
  return Promise.resolve();
}

/** @throws ContaboError naming all settings that are missing. */
export function contabo(): Connection {
  connection ??= connect();
  return connection;
}

function connect(): Connection {
  const read = (name: string): string => config?.get(`berth:${name}`) ?? "";
  const missing = Object.values(credentialSettings).filter((name) => read(name) === "");
  if (missing.length > 0) {
    throw new ContaboError(`nobody opens Contabo: not set: ${missing.join(", ")}. Run: pulumi config set --secret berth:<name>, for each`);
  }
  const standIn = process.env[standInVariable];
  return new Connection({
    credentials: {
      clientId: read(credentialSettings.clientId),
      clientSecret: read(credentialSettings.clientSecret),
      user: read(credentialSettings.user),
      password: read(credentialSettings.password),
    },
    ...(standIn === undefined ? {} : { endpoints: standInEndpoints(standIn), waiting: fastTime }),
  });
}
