import { z } from "zod";

/** A resource as a state holds it, as far as recovery looks at it. */
export const stateResource = z.looseObject({
  urn: z.string(),
  type: z.string(),
  custom: z.boolean().default(false),
  id: z.string().optional(),
  inputs: z.record(z.string(), z.unknown()).optional(),
  outputs: z.record(z.string(), z.unknown()).optional(),
  parent: z.string().optional(),
  dependencies: z.array(z.string()).optional(),
  propertyDependencies: z.record(z.string(), z.array(z.string()).nullable()).optional(),
  deletedWith: z.string().optional(),
  /** `<urn>::<id>` of the provider's resource. */
  provider: z.string().optional(),
  /** It is to be deleted: another one has taken its place. */
  delete: z.boolean().optional(),
  /** It was deleted, and what takes its place is not there yet. */
  pendingReplacement: z.boolean().optional(),
});

export type StateResource = Readonly<z.output<typeof stateResource>>;

export const operationTypes = ["creating", "updating", "deleting", "reading", "importing"] as const;

export const pendingOperation = z.looseObject({ type: z.enum(operationTypes), resource: stateResource });

/** An operation that was under way when an update was cut off. */
export type PendingOperation = Readonly<z.output<typeof pendingOperation>>;

const deploymentContent = z.looseObject({
  manifest: z.looseObject({ time: z.string() }).optional(),
  resources: z.array(stateResource).nullish(),
  pending_operations: z.array(pendingOperation).nullish(),
});

/** What `pulumi stack export` prints and `pulumi stack import` takes. */
export const deploymentFile = z.looseObject({ version: z.number(), deployment: deploymentContent.nullish() });

export type DeploymentFile = Readonly<z.output<typeof deploymentFile>>;

export function resourcesOf({ deployment }: DeploymentFile): readonly StateResource[] {
  return deployment?.resources ?? [];
}

export function pendingOperationsOf({ deployment }: DeploymentFile): readonly PendingOperation[] {
  return deployment?.pending_operations ?? [];
}

/** Name of a resource in the program. */
export function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

/** Whether anything in the state refers to a resource. */
export function hasDependents(urn: string, resources: readonly StateResource[]): boolean {
  return resources.some(
    (each) =>
      each.urn !== urn &&
      (each.parent === urn ||
        each.deletedWith === urn ||
        each.provider?.startsWith(`${urn}::`) === true ||
        each.dependencies?.includes(urn) === true ||
        Object.values(each.propertyDependencies ?? {}).some((dependencies) => dependencies?.includes(urn) === true)),
  );
}
