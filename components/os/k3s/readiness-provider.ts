import { request } from "node:https";
import type { dynamic } from "@pulumi/pulumi";
import { z } from "zod";
import { UserError } from "../../../infra/diagnostics/user-error";
import { fastTime, realTime, type Waiting } from "../../../infra/contabo/api/waiting";
import { changedInputs } from "../../dynamic/known";

const inputs = z.object({
  address: z.string(),
  serverCaCertificate: z.string(),
  adminCertificate: z.string(),
  adminKey: z.string(),
  nodes: z.array(z.string()),
});
type Inputs = z.output<typeof inputs>;

const nodeList = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string() }),
      status: z.object({ conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]) }).default({ conditions: [] }),
    }),
  ),
});

/** Names an API server on this machine that stands in for a cluster's in tests and rehearsals. */
export const clusterStandInVariable = "BERTH_K3S_STAND_IN";

interface Server {
  readonly host: string;
  readonly port: number;
  readonly waiting: Waiting;
}

const apiPort = 6443;
const pollSeconds = 10;
const limitSeconds = 20 * 60;

export const readinessProvider: dynamic.ResourceProvider = {
  diff: async (_id: string, olds: Readonly<Record<string, unknown>>, news: Readonly<Record<string, unknown>>) =>
    Promise.resolve({ changes: changedInputs(["nodes"], olds, news).length > 0 }),
  create: async (properties: Readonly<Record<string, unknown>>) => {
    await awaitNodes(inputs.parse(properties));
    return { id: "ready", outs: { ...properties } };
  },
  update: async (_id: string, _olds: Readonly<Record<string, unknown>>, news: Readonly<Record<string, unknown>>) => {
    await awaitNodes(inputs.parse(news));
    return { outs: { ...news } };
  },
};

/** @throws UserError when the stand-in is not on this machine: certificates must never go anywhere else. */
function serverOf({ address }: Inputs): Server {
  const standIn = process.env[clusterStandInVariable];
  if (standIn === undefined) {
    return { host: address, port: apiPort, waiting: realTime };
  }
  if (!/^127\.0\.0\.1:\d+$/.test(standIn)) {
    throw new UserError("not a stand-in for a cluster", [
      { path: clusterStandInVariable, message: "is no address on this machine", fix: "unset it; tests set it to 127.0.0.1:<port>" },
    ]);
  }
  return { host: "127.0.0.1", port: Number(standIn.split(":")[1]), waiting: fastTime };
}

/**
 * Waits until every node is ready.
 *
 * @throws Error naming the nodes that are missing after 20 minutes, and where to look.
 */
export async function awaitNodes(args: Inputs, server: Server = serverOf(args)): Promise<void> {
  const { waiting } = server;
  const start = waiting.now();
  for (;;) {
    const state = await lookAt(args, server);
    if (state.missing.length === 0) {
      return;
    }
    if (waiting.now() - start > limitSeconds * 1000) {
      throw new Error(
        `the cluster at ${args.address} is not ready after ${limitSeconds / 60} minutes: ${state.why}. Look on the server at /var/log/cloud-init-output.log and "journalctl -u k3s", then run again`,
      );
    }
    await waiting.sleep(pollSeconds * 1000);
  }
}

interface State {
  readonly missing: readonly string[];
  readonly why: string;
}

async function lookAt(args: Inputs, server: Server): Promise<State> {
  try {
    const list = nodeList.parse(await get(args, server, "/api/v1/nodes"));
    const ready = list.items.filter(({ status }) =>
      status.conditions.some(({ type, status: value }) => type === "Ready" && value === "True"),
    );
    const missing = args.nodes.filter((name) => ready.every(({ metadata }) => metadata.name !== name));
    return { missing, why: `not ready: ${missing.join(", ")}` };
  } catch (error) {
    return { missing: args.nodes, why: error instanceof Error ? error.message : String(error) };
  }
}

async function get({ serverCaCertificate, adminCertificate, adminKey }: Inputs, { host, port }: Server, path: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const call = request(
      {
        host,
        port,
        path,
        ca: serverCaCertificate,
        cert: adminCertificate,
        key: adminKey,
        timeout: 10_000,
        headers: { accept: "application/json" },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          if (response.statusCode === 200) {
            resolve(JSON.parse(text));
          } else {
            reject(new Error(`its API answers HTTP ${String(response.statusCode)}`));
          }
        });
      },
    );
    call.on("timeout", () => call.destroy(new Error("its API does not answer")));
    call.on("error", reject);
    call.end();
  });
}
