import { type CustomResourceOptions, mergeOptions } from "@pulumi/pulumi";

/** The plugin that serves this package: version and where Pulumi downloads it from. */
export const plugin = { version: "0.7.1", pluginDownloadURL: "github://api.github.com/pulumiverse" } as const;

/** The caller's options over the plugin's coordinates, with outputs that are always kept secret. */
export function resourceOptions(options: CustomResourceOptions, additionalSecretOutputs: string[] = []): CustomResourceOptions {
  return mergeOptions({ ...plugin, additionalSecretOutputs }, options);
}
