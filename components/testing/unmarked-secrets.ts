import type { Recording } from "./recorded-program";

/**
 * Where a program sent one of the values in the clear, as `resource: path`. Empty when each was a Pulumi secret
 * wherever it stood, inside other text included.
 */
export function unmarkedSecrets({ resources }: Recording, values: readonly string[]): readonly string[] {
  return resources.flatMap(({ name, inputs, secrets }) =>
    textsIn(inputs)
      .filter(({ path, text }) => values.some((value) => text.includes(value)) && !secrets.some((secret) => isWithin(path, secret)))
      .map(({ path }) => `${name}: ${path}`),
  );
}

function isWithin(path: string, secret: string): boolean {
  return path === secret || path.startsWith(`${secret}.`);
}

function textsIn(value: unknown, path = ""): readonly { readonly path: string; readonly text: string }[] {
  if (typeof value === "string") {
    return [{ path, text: value }];
  }
  if (typeof value !== "object" || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, child]: [string, unknown]) => textsIn(child, path === "" ? key : `${path}.${key}`));
}
