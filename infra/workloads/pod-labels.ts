/** Labels that find a workload's pods when its row names none: the recommended label of Kubernetes, with its name. */
export function defaultPodLabels({ name }: { readonly name: string }): Readonly<Record<string, string>> {
  return { "app.kubernetes.io/name": name };
}
