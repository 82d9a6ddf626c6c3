import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { textMap } from "../../infra/observe/api/metadata";
import { ApiError, type ClusterApi } from "../../kubernetes-api/cluster-api";

const pollMilliseconds = 300;
const owner = { fieldManager: "berth-rehearsal", force: true };
/** Where kube-scheduler writes which node a claim's first pod goes to, for classes that wait for one. */
const selectedNode = "volume.kubernetes.io/selected-node";

const claimSchema = z.object({
  metadata: z.object({ namespace: z.string(), name: z.string(), uid: z.string(), annotations: textMap }),
  spec: z.object({
    storageClassName: z.string().optional(),
    volumeName: z.string().optional(),
    accessModes: z.array(z.string()).default([]),
    volumeMode: z.string().optional(),
    resources: z.object({ requests: z.object({ storage: z.string() }) }),
  }),
});
const classSchema = z.object({
  metadata: z.object({ name: z.string() }),
  volumeBindingMode: z.string().default("Immediate"),
});

type Claim = z.output<typeof claimSchema>;

export interface VolumeProvisioner {
  /** Rejects when the API server refuses a volume. */
  readonly failed: Promise<never>;
  stop(): Promise<void>;
}

/**
 * Stands in for every storage driver: makes a volume for each claim that has none, once the scheduler has chosen a node
 * where the class waits for that, and each class that a claim names and nobody has made.
 */
export function startProvisioner(api: ClusterApi): VolumeProvisioner {
  const stopped = new AbortController();
  const working = (async () => {
    while (!stopped.signal.aborted) {
      await provision(api);
      await sleep(pollMilliseconds);
    }
  })();
  const failed = new Promise<never>((_, reject) => {
    working.catch(reject);
  });
  failed.catch(() => undefined);
  return {
    failed,
    stop: async () => {
      stopped.abort();
      await working.catch(() => undefined);
    },
  };
}

/** One round over all claims. */
export async function provision(api: ClusterApi): Promise<void> {
  const [claims, classes] = await Promise.all([
    api.list({ apiVersion: "v1", kind: "PersistentVolumeClaim" }, claimSchema),
    api.list({ apiVersion: "storage.k8s.io/v1", kind: "StorageClass" }, classSchema),
  ]);
  const modes = new Map(classes.map(({ metadata, volumeBindingMode }) => [metadata.name, volumeBindingMode]));
  for (const claim of claims) {
    const { storageClassName, volumeName } = claim.spec;
    if (volumeName !== undefined || storageClassName === undefined || storageClassName === "") {
      continue;
    }
    if (!modes.has(storageClassName)) {
      await makeClass(api, storageClassName);
      modes.set(storageClassName, "Immediate");
    }
    if (modes.get(storageClassName) === "Immediate" || claim.metadata.annotations[selectedNode] !== undefined) {
      await makeVolume(api, claim, storageClassName);
    }
  }
}

async function makeClass(api: ClusterApi, name: string): Promise<void> {
  await ignoringExisting(async () =>
    api.create({ apiVersion: "storage.k8s.io/v1", kind: "StorageClass", metadata: { name }, provisioner: "rehearsal.berth.dev" }),
  );
}

async function makeVolume(api: ClusterApi, { metadata, spec }: Claim, storageClassName: string): Promise<void> {
  const { namespace, name, uid } = metadata;
  await api.apply(
    {
      apiVersion: "v1",
      kind: "PersistentVolume",
      metadata: { name: `rehearsal-${uid}` },
      spec: {
        capacity: { storage: spec.resources.requests.storage },
        accessModes: spec.accessModes,
        storageClassName,
        ...(spec.volumeMode === undefined ? {} : { volumeMode: spec.volumeMode }),
        persistentVolumeReclaimPolicy: "Delete",
        claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", namespace, name, uid },
        csi: { driver: "rehearsal.berth.dev", volumeHandle: uid },
      },
    },
    owner,
  );
}

async function ignoringExisting(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== "AlreadyExists") {
      throw error;
    }
  }
}
