import type { ComponentResource, ComponentResourceOptions } from "@pulumi/pulumi";

/** Options of a child resource. */
export interface ChildOptions {
  readonly parent: ComponentResource;
  dependsOn: NonNullable<ComponentResourceOptions["dependsOn"]>;
}

/**
 * Options of a component's child. Children inherit their parent's provider but not what it waits for: a component that
 * is told to depend on something means that its children do.
 */
export function childOptions(parent: ComponentResource, options: ComponentResourceOptions | undefined): ChildOptions {
  return { parent, dependsOn: options?.dependsOn ?? [] };
}
