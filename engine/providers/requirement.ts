import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** A provider plugin that a program needs. */
export interface ProviderRequirement {
  readonly name: string;
  readonly version: string;
  /** Where Pulumi downloads it from, when not from its own release server. */
  readonly server?: string;
}

const providerPackage = z.object({
  pulumi: z.object({ resource: z.literal(true), name: z.string(), version: z.string(), server: z.string().optional() }),
});

/**
 * What the SDKs of the providers say about their plugins: the `pulumi` key of each package.json, which the official
 * language host reads too.
 *
 * @param packages Names of npm packages that are installed under the project.
 */
export function requiredProviders(projectDirectory: string, packages: readonly string[]): readonly ProviderRequirement[] {
  return packages.map((name) => {
    const content: unknown = JSON.parse(readFileSync(join(projectDirectory, "node_modules", name, "package.json"), "utf8"));
    const { pulumi } = providerPackage.parse(content);
    return { name: pulumi.name, version: pulumi.version, ...(pulumi.server === undefined ? {} : { server: pulumi.server }) };
  });
}
