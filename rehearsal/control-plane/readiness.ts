import { openExchange } from "../../kubernetes-api/exchange";
import type { Connection } from "../../kubernetes-api/connection";
import type { ClusterApi } from "../../kubernetes-api/cluster-api";
import { waitUntil, type WaitOptions } from "./wait-until";

const answerMilliseconds = 5_000;

/** Waits until an API server says that it is ready. */
export async function waitForApiServer(connection: Connection, options: WaitOptions): Promise<void> {
  const exchange = openExchange(connection, answerMilliseconds);
  try {
    await waitUntil(async () => {
      const request = { method: "GET", path: "/readyz", headers: {} } as const;
      const status = await exchange.send(request).then(
        (response) => response.status,
        () => 0,
      );
      return status === 200 ? true : undefined;
    }, options);
  } finally {
    exchange.close();
  }
}

/** Waits until the controllers work: without its namespace's service account no pod is admitted. */
export async function waitForServiceAccounts(api: ClusterApi, options: WaitOptions): Promise<void> {
  const reference = { apiVersion: "v1", kind: "ServiceAccount", namespace: "default", name: "default" };
  await waitUntil(async () => api.get(reference), options);
}
