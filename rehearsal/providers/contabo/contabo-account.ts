import { clusterStandInVariable } from "../../../components/os/k3s/readiness-provider";
import { LoopbackCluster } from "../../../components/os/k3s/testing/loopback-cluster";
import { standInVariable } from "../../../infra/contabo/api/endpoints";
import { LoopbackApi, loopbackCredentials } from "../../../infra/contabo/testing/loopback-api";

const { clientId, clientSecret, user, password } = loopbackCredentials;

/** What a stack has to be configured with to be let in. */
export const contaboAccountSettings = {
  contaboClientId: clientId,
  contaboClientSecret: clientSecret,
  contaboUser: user,
  contaboPassword: password,
};

/** An account at Contabo on this machine, whose servers come up as a K3s cluster when they are ordered. */
export interface ContaboAccount {
  /** What the real providers have to be told so that they speak with it. They take nothing but an address of this machine. */
  readonly providerEnvironment: Readonly<Record<string, string>>;
  /** Names of the servers that are ordered and not cancelled, sorted. */
  readonly servers: () => readonly string[];
  close(): Promise<void>;
}

/**
 * Opens an account for one rehearsal. The providers for Contabo and K3s are Berth's own and run as they always do, in
 * processes of their own; only where they find the APIs is another place.
 */
export async function openContaboAccount(): Promise<ContaboAccount> {
  const api = new LoopbackApi();
  const cluster = new LoopbackCluster(() => api.servers);
  // A server that has booted has read its user data, and with that the cluster begins.
  api.faults.push(() => {
    cluster.boot();
    return undefined;
  });
  return {
    providerEnvironment: { [standInVariable]: await api.listen(), [clusterStandInVariable]: await cluster.listen() },
    servers: () => api.servers.map(({ displayName }) => displayName).sort(),
    close: async () => {
      await api.close();
      await cluster.close();
    },
  };
}
