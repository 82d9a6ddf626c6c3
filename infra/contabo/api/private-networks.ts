import { z } from "zod";
import type { ContaboRegion } from "../products";
import type { Connection } from "./connection";
import { ContaboError, UncertainError } from "./errors";
import { listAll, single } from "./pages";
import { ignoringAbsence } from "./secrets";

/** A network between servers of one region that nobody else is on. */
export interface PrivateNetwork {
  readonly name: string;
  readonly description: string;
  readonly region: ContaboRegion;
}

const networkSchema = z.object({
  privateNetworkId: z.number().int(),
  name: z.string(),
  region: z.string(),
  cidr: z.string(),
  instances: z.array(z.object({ instanceId: z.number().int() })).default([]),
});

export type FoundNetwork = Readonly<z.output<typeof networkSchema>>;

const path = "/v1/private-networks";

/** Makes it, or takes over the one of the same name and region. */
export async function makeNetwork(connection: Connection, network: PrivateNetwork): Promise<FoundNetwork> {
  const existing = await networkNamed(connection, network);
  if (existing !== undefined) {
    return existing;
  }
  const what = `making the private network ${network.name}`;
  try {
    return single(what, networkSchema, await connection.call({ what, method: "POST", path, body: network, repeatable: false }));
  } catch (error) {
    const found = error instanceof UncertainError ? await networkNamed(connection, network) : undefined;
    if (found === undefined) {
      throw error;
    }
    return found;
  }
}

/** @returns undefined when it is not there. */
export async function findNetwork(connection: Connection, id: number): Promise<FoundNetwork | undefined> {
  const what = `reading the private network ${id}`;
  const answer = await ignoringAbsence(connection.call({ what, method: "GET", path: `${path}/${id}`, repeatable: true }));
  return answer === undefined ? undefined : single(what, networkSchema, answer);
}

export async function renameNetwork(connection: Connection, id: number, { name, description }: PrivateNetwork): Promise<void> {
  await connection.call({
    what: `changing the private network ${id}`,
    method: "PATCH",
    path: `${path}/${id}`,
    body: { name, description },
    repeatable: true,
  });
}

/** Sees to it that exactly these servers are on the network. Each needs the extra `privateNetworking`. */
export async function assignInstances(connection: Connection, id: number, wanted: readonly number[]): Promise<void> {
  const present = (await findNetwork(connection, id))?.instances.map(({ instanceId }) => instanceId) ?? [];
  for (const instanceId of wanted.filter((each) => !present.includes(each))) {
    await assignment(connection, "POST", id, instanceId);
  }
  for (const instanceId of present.filter((each) => !wanted.includes(each))) {
    await ignoringAbsence(assignment(connection, "DELETE", id, instanceId));
  }
}

export async function deleteNetwork(connection: Connection, id: number): Promise<void> {
  await assignInstances(connection, id, []);
  await ignoringAbsence(
    connection.call({ what: `deleting the private network ${id}`, method: "DELETE", path: `${path}/${id}`, repeatable: true }),
  );
}

async function assignment(connection: Connection, method: "POST" | "DELETE", id: number, instanceId: number): Promise<unknown> {
  const what = `${method === "POST" ? "adding" : "removing"} server ${instanceId} ${method === "POST" ? "to" : "from"} the private network ${id}`;
  return connection.call({ what, method, path: `${path}/${id}/instances/${instanceId}`, repeatable: true });
}

async function networkNamed(connection: Connection, { name, region }: PrivateNetwork): Promise<FoundNetwork | undefined> {
  const found = await listAll(connection, `looking for the private network ${name}`, path, { name }, networkSchema);
  const [exact, ...others] = found.filter((network) => network.name === name && network.region === region);
  if (others.length > 0) {
    throw new ContaboError(
      `${others.length + 1} private networks in ${region} are named ${name}: delete all but one in the customer panel`,
    );
  }
  return exact;
}
