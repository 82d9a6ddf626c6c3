import { createServer, type Server } from "node:https";
import type { TLSSocket } from "node:tls";
import { parse } from "yaml";
import { z } from "zod";
import { newServerCertificate } from "../../../../infra/certificates/certificate";
import type { LoopbackInstance } from "../../../../infra/contabo/testing/loopback-account";

const cloudConfig = z.object({ hostname: z.string(), write_files: z.array(z.object({ path: z.string(), content: z.string() })) });
const configuration = z.object({
  token: z.string(),
  "agent-token": z.string().optional(),
  "cluster-init": z.boolean().optional(),
  server: z.string().optional(),
  "node-name": z.string(),
});

export interface BootedNode {
  readonly name: string;
  readonly begins: boolean;
  readonly isServer: boolean;
  readonly token: string;
  readonly agentToken: string | undefined;
  readonly joins: string | undefined;
  readonly file: (path: string) => string;
}

/** What a machine would do at its first boot, read from its user data. */
export function bootedNode({ userData }: Pick<LoopbackInstance, "userData">): BootedNode {
  const { write_files: files } = cloudConfig.parse(parse(userData));
  const file = (path: string): string => files.find((each) => each.path === path)?.content ?? "";
  const config = configuration.parse(parse(file("/etc/rancher/k3s/config.yaml")));
  return {
    name: config["node-name"],
    begins: config["cluster-init"] ?? false,
    isServer: config["agent-token"] !== undefined,
    token: config.token,
    agentToken: config["agent-token"],
    joins: config.server,
    file,
  };
}

/**
 * An API server on this machine that becomes what the first server's user data says: with its authorities, and with the
 * nodes whose user data joins it with the right token.
 */
export class LoopbackCluster {
  readonly #instances: () => readonly LoopbackInstance[];
  #server: Server | undefined;
  /** The server that began the cluster; the others go on without it. */
  #beginning: BootedNode | undefined;

  /** @param instances The machines that run. */
  constructor(instances: () => readonly LoopbackInstance[]) {
    this.#instances = instances;
  }

  /** @returns Host and port. The server answers once a machine begins a cluster. */
  async listen(): Promise<string> {
    const server = createServer({ requestCert: true, rejectUnauthorized: true }, (request, response) => {
      const { socket } = request;
      const subject = isTls(socket) ? socket.getPeerCertificate().subject : undefined;
      const allowed = subject?.O === "system:masters" && request.url === "/api/v1/nodes";
      response.writeHead(allowed ? 200 : 403, { "content-type": "application/json" });
      response.end(JSON.stringify({ items: allowed ? this.nodes.map(nodeObject) : [] }));
    });
    this.#server = server;
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    const address = server.address();
    return typeof address === "object" && address !== null ? `127.0.0.1:${address.port}` : "";
  }

  /** Reads the machines' user data, as machines that have just booted do. A cluster begins once. */
  boot(): void {
    this.#beginning ??= this.#booted.find(({ begins }) => begins);
    if (this.#beginning === undefined) {
      return;
    }
    const { file } = this.#beginning;
    const tls = "/var/lib/rancher/k3s/server/tls";
    const authority = { certificate: file(`${tls}/server-ca.crt`), key: file(`${tls}/server-ca.key`) };
    const { certificate: cert, key } = newServerCertificate(authority, ["127.0.0.1"], { from: new Date(Date.now() - 1000), years: 1 });
    this.#server?.setSecureContext({ cert, key, ca: file(`${tls}/client-ca.crt`) });
  }

  /** Nodes that have come into the cluster and run. */
  get nodes(): readonly BootedNode[] {
    const { token, agentToken } = this.#beginning ?? {};
    return this.#booted.filter(
      (node) => node.token === (node.isServer ? token : agentToken) && (node.begins ? node.name === this.#beginning?.name : true),
    );
  }

  async close(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  get #booted(): readonly BootedNode[] {
    return this.#instances()
      .filter(({ status, userData }) => status === "running" && userData !== "")
      .map(bootedNode);
  }
}

function nodeObject({ name }: BootedNode): unknown {
  return { metadata: { name }, status: { conditions: [{ type: "Ready", status: "True" }] } };
}

function isTls(socket: object): socket is TLSSocket {
  return "getPeerCertificate" in socket;
}
