import type { Finding } from "../../infra/diagnostics/finding";

/** A StorageClass, as far as a user chooses. What it says cannot be changed later: a change makes it anew. */
export interface StorageClassChoice {
  readonly name: string;
  /** What becomes of a volume when its claim is deleted. `Retain` keeps it, for an administrator to delete. */
  readonly reclaimPolicy: "Delete" | "Retain";
  /** Whether claims that name no class get this one. Default: no. */
  readonly isDefault?: boolean;
}

const dnsLabel = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** What is wrong with the classes of one driver. `path` is where they stand. */
export function checkStorageClasses(classes: readonly StorageClassChoice[], path: string): readonly Finding[] {
  const names = classes.map(({ name }) => name);
  const defaults = classes.filter(({ isDefault }) => isDefault === true).map(({ name }) => name);
  return [
    ...names
      .filter((name) => !dnsLabel.test(name))
      .map((name) => ({
        path: `${path}[${name}].name`,
        message: "is no name of an object",
        fix: "use lower-case letters, digits and hyphens",
      })),
    ...names
      .filter((name, index) => names.indexOf(name) < index)
      .map((name) => ({ path: `${path}[${name}]`, message: "is there twice", fix: "give each class a name of its own" })),
    ...(defaults.length > 1
      ? [
          {
            path,
            value: defaults.join(", "),
            message: "has more than one default",
            fix: "keep one: claims without a class would get the newest",
          },
        ]
      : []),
  ];
}

/** Annotations of the object. */
export function defaultClassAnnotations({ isDefault = false }: StorageClassChoice): {
  readonly annotations?: Readonly<Record<string, string>>;
} {
  return isDefault ? { annotations: { "storageclass.kubernetes.io/is-default-class": "true" } } : {};
}
