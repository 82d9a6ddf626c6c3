import type { Container, Resources } from "./container-schema";

/** What a row says of resources, as Kubernetes writes it: quantities by name. */
export function quantitiesOf({ cpu, memory, extended = {} }: Resources): Readonly<Record<string, string>> {
  return {
    ...(cpu === undefined ? {} : { cpu }),
    ...(memory === undefined ? {} : { memory }),
    ...Object.fromEntries(Object.entries(extended).map(([resource, amount]) => [resource, String(amount)])),
  };
}

/** The limits of a container: its own, and those of what it requests that Kubernetes does not overcommit. */
export function limitQuantities({ requests, limits }: Pick<Container, "requests" | "limits">): Readonly<Record<string, string>> {
  const fixed = Object.fromEntries(Object.entries(requests.extended ?? {}).filter(([resource]) => !isOvercommitted(resource)));
  return { ...quantitiesOf(limits), ...quantitiesOf({ extended: fixed }) };
}

/**
 * Whether pods may use more of a resource than they request: all that Kubernetes has a name of its own for, but huge
 * pages (`IsOvercommitAllowed`).
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.35.4/pkg/apis/core/v1/helper/helpers.go
 */
export function isOvercommitted(resource: string): boolean {
  const isNative = !resource.includes("/") || resource.includes("kubernetes.io/");
  return isNative && !resource.startsWith("hugepages-");
}
