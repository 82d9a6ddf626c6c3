import type { Alias } from "@pulumi/pulumi";

/**
 * What a row's resource was called under its former names. Pulumi applies a component's aliases to its children too, as
 * long as their names begin with the component's.
 */
export function aliasesOf(prefix: string, formerNames: readonly string[] = []): Alias[] {
  return formerNames.map((former) => ({ name: `${prefix}-${former}` }));
}
