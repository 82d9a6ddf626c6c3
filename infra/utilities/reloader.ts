/** Requests and limit of Reloader's one pod: it keeps every Secret and ConfigMap of the cluster in memory. */
export const reloaderResources = { requests: { cpu: "10m", memory: "128Mi" }, limits: { memory: "512Mi" } } as const;
