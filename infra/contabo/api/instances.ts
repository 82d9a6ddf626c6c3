import { z } from "zod";
import type { ContaboRegion, ContractPeriod } from "../products";
import type { Connection } from "./connection";
import { ContaboError } from "./errors";
import { listAll, single } from "./pages";

/** A server as Contabo describes it. */
const instanceSchema = z.object({
  instanceId: z.number().int(),
  displayName: z.string(),
  productId: z.string(),
  region: z.string(),
  imageId: z.string(),
  status: z.string(),
  errorMessage: z.string().nullish(),
  /** Day on which the contract ends; null or empty while nobody has cancelled. */
  cancelDate: z.string().nullish(),
  ipConfig: z
    .object({ v4: z.object({ ip: z.string(), gateway: z.string().nullish(), netmaskCidr: z.number().nullish() }).nullish() })
    .nullish(),
  cpuCores: z.number(),
  ramMb: z.number(),
  diskMb: z.number(),
});

export type Instance = Readonly<z.output<typeof instanceSchema>>;

export type DefaultUser = "root" | "admin";

/** What is ordered. */
export interface InstanceOrder {
  readonly displayName: string;
  readonly productId: string;
  readonly region: ContaboRegion;
  /** UUID. */
  readonly imageId: string;
  /** Months. */
  readonly period: ContractPeriod;
  /** Ids of secrets. */
  readonly sshKeys?: readonly number[] | undefined;
  /** Id of a secret. */
  readonly rootPassword?: number | undefined;
  /** Cloud-init. Secret. */
  readonly userData?: string | undefined;
  readonly defaultUser?: DefaultUser | undefined;
  /** The paid extra that a private network needs. */
  readonly privateNetworking?: boolean | undefined;
}

/** What a reinstallation sets anew; everything on the disk is lost. */
export type Reinstallation = Pick<InstanceOrder, "imageId" | "sshKeys" | "rootPassword" | "userData" | "defaultUser">;

const path = "/v1/compute/instances";

/** Whether its contract has an end: it goes on running until then, and is no longer counted on. */
export function isCancelled({ cancelDate }: Pick<Instance, "cancelDate">): boolean {
  return cancelDate !== undefined && cancelDate !== null && cancelDate !== "";
}

/** The servers with exactly this name whose contract has no end. */
export async function instancesNamed(connection: Connection, displayName: string): Promise<readonly Instance[]> {
  const found = await listAll(connection, `looking for ${displayName}`, path, { displayName }, instanceSchema);
  return found.filter((instance) => instance.displayName === displayName && !isCancelled(instance));
}

/** @returns undefined when Contabo does not know it any more. */
export async function findInstance(connection: Connection, instanceId: number): Promise<Instance | undefined> {
  const what = `reading server ${instanceId}`;
  try {
    return single(what, instanceSchema, await connection.call({ what, method: "GET", path: `${path}/${instanceId}`, repeatable: true }));
  } catch (error) {
    if (error instanceof ContaboError && error.status === 404) {
      return undefined;
    }
    throw error;
  }
}

/**
 * Orders a server, once: a lost answer is not followed by another order.
 *
 * @returns The new server's id.
 * @throws UncertainError when nobody knows whether it was ordered.
 */
export async function placeOrder(connection: Connection, order: InstanceOrder): Promise<number> {
  const { privateNetworking = false, sshKeys = [], ...rest } = order;
  const what = `ordering ${order.displayName}`;
  const answer = await connection.call({
    what,
    method: "POST",
    path,
    body: {
      ...rest,
      ...(sshKeys.length === 0 ? {} : { sshKeys }),
      ...(privateNetworking ? { addOns: { privateNetworking: {} } } : {}),
    },
    repeatable: false,
    secrets: order.userData === undefined ? [] : [order.userData],
  });
  return single(what, z.object({ instanceId: z.number().int() }), answer).instanceId;
}

export async function renameInstance(connection: Connection, instanceId: number, displayName: string): Promise<void> {
  await connection.call({
    what: `renaming server ${instanceId} to ${displayName}`,
    method: "PATCH",
    path: `${path}/${instanceId}`,
    body: { displayName },
    repeatable: true,
  });
}

/** Installs the server anew, with the loss of everything on its disk. Twice is the same as once, only later. */
export async function reinstallInstance(connection: Connection, instanceId: number, to: Reinstallation): Promise<void> {
  const { sshKeys = [], ...rest } = to;
  await connection.call({
    what: `reinstalling server ${instanceId}`,
    method: "PUT",
    path: `${path}/${instanceId}`,
    body: { ...rest, ...(sshKeys.length === 0 ? {} : { sshKeys }) },
    repeatable: true,
    secrets: to.userData === undefined ? [] : [to.userData],
  });
}

/** Adds the paid extra that a private network needs. */
export async function addPrivateNetworking(connection: Connection, instanceId: number): Promise<void> {
  await connection.call({
    what: `adding private networking to server ${instanceId}`,
    method: "POST",
    path: `${path}/${instanceId}/upgrade`,
    body: { privateNetworking: {} },
    repeatable: false,
  });
}

/**
 * Ends a server's contract at the end of the period that is paid for. Until then it runs and is billed.
 *
 * @returns The day on which it ends; undefined when it is gone already.
 */
export async function cancelInstance(connection: Connection, instanceId: number): Promise<string | undefined> {
  const instance = await findInstance(connection, instanceId);
  if (instance === undefined) {
    return undefined;
  }
  if (isCancelled(instance)) {
    return instance.cancelDate ?? undefined;
  }
  const what = `cancelling ${instance.displayName} (${instanceId})`;
  const answer = await connection.call({ what, method: "POST", path: `${path}/${instanceId}/cancel`, body: {}, repeatable: true });
  return single(what, z.object({ cancelDate: z.string() }), answer).cancelDate;
}

/** Shuts a server down as its power button does. One that is cancelled would otherwise stay a node until its contract ends. */
export async function shutDownInstance(connection: Connection, instanceId: number): Promise<void> {
  await connection.call({
    what: `shutting server ${instanceId} down`,
    method: "POST",
    path: `${path}/${instanceId}/actions/shutdown`,
    body: {},
    repeatable: true,
  });
}
