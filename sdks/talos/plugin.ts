import * as pulumi from "@pulumi/pulumi";

/** The plugin that serves this package: version and where Pulumi downloads it from. */
export const plugin = { version: "0.7.1", pluginDownloadURL: "github://api.github.com/pulumiverse" } as const;

/** The caller's options over the plugin's coordinates, with outputs that are always kept secret. */
export function resourceOptions(
  options: pulumi.CustomResourceOptions,
  additionalSecretOutputs: string[] = [],
): pulumi.CustomResourceOptions {
  return pulumi.mergeOptions({ ...plugin, additionalSecretOutputs }, options);
}

/** Calls a function of the plugin. A promise cannot be secret: where the result holds keys, use the output form. */
export async function invoke<Result>(token: string, args: object, options: pulumi.InvokeOptions): Promise<Result> {
  return pulumi.runtime.invoke(token, { ...args }, { ...plugin, ...options }) as Promise<Result>;
}

/** Calls a function of the plugin once its arguments are known. */
export function invokeOutput<Result>(token: string, args: object, options: pulumi.InvokeOutputOptions): pulumi.Output<Result> {
  return pulumi.runtime.invokeOutput<Result>(token, { ...args }, { ...plugin, ...options });
}
