import { z } from "zod";

/** How the API server serves a kind. */
export interface ServedKind {
  /** Plural, as in paths: `deployments`. */
  readonly resource: string;
  readonly namespaced: boolean;
}

/** @see https://kubernetes.io/docs/reference/using-api/api-concepts/#discovery-api */
const resourceListSchema = z.object({
  resources: z
    .array(z.object({ name: z.string(), kind: z.string(), namespaced: z.boolean() }))
    .nullish()
    .transform((resources) => resources ?? []),
});

/** Asks the API server for the resources of a group and version; undefined when it knows no such. */
export type ReadDiscovery = (path: string) => Promise<unknown>;

/** Which kinds an API server serves, and how. */
export interface Kinds {
  /** @returns undefined when the API server does not serve it. */
  find(apiVersion: string, kind: string): Promise<ServedKind | undefined>;
  forget(): void;
}

/** Asks once for each API version. That a kind is not there is never remembered: it may be about to come. */
export function discoverKinds(read: ReadDiscovery): Kinds {
  const known = new Map<string, Promise<ReadonlyMap<string, ServedKind>>>();
  const ask = async (apiVersion: string): Promise<ReadonlyMap<string, ServedKind>> => {
    const answer = await read(rootOf(apiVersion));
    return answer === undefined ? new Map() : kindsOf(resourceListSchema.parse(answer));
  };
  return {
    find: async (apiVersion, kind) => {
      const asked = known.get(apiVersion) ?? ask(apiVersion);
      known.set(apiVersion, asked);
      const served = await asked.then(
        (kinds) => kinds.get(kind),
        (error: unknown) => {
          known.delete(apiVersion);
          throw error;
        },
      );
      if (served === undefined) {
        known.delete(apiVersion);
      }
      return served;
    },
    forget: () => {
      known.clear();
    },
  };
}

/** Where the resources of an API version are served: only the core group has a root of its own. */
export function rootOf(apiVersion: string): string {
  return apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

/** Subresources, such as `pods/eviction`, are no kinds of their own. */
function kindsOf({ resources }: z.output<typeof resourceListSchema>): ReadonlyMap<string, ServedKind> {
  return new Map(
    resources
      .filter(({ name }) => !name.includes("/"))
      .map(({ name, kind, namespaced }): [string, ServedKind] => [kind, { resource: name, namespaced }]),
  );
}
