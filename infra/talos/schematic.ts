import { createHash } from "node:crypto";
import { stringify } from "yaml";

/** Where images with extensions come from. Talos' provider has the same default. */
export const imageFactory = "factory.talos.dev";

/**
 * What the image factory is asked for, written as it writes it itself: its name for it is the text's hash.
 *
 * @param extensions Names such as `siderolabs/iscsi-tools`.
 * @see https://docs.siderolabs.com/talos/v1.12/learn-more/image-factory
 */
export function schematicText(extensions: readonly string[]): string {
  const customization = extensions.length === 0 ? {} : { systemExtensions: { officialExtensions: [...extensions].sort() } };
  return stringify({ customization }, { indent: 4 });
}

/** The image factory's name for a set of extensions: 64 hexadecimal digits. The set has to be registered there once. */
export function schematicId(extensions: readonly string[]): string {
  return createHash("sha256").update(schematicText(extensions)).digest("hex");
}

/**
 * The image that installs or upgrades a machine.
 *
 * @param platform What the machine boots as: `metal`, `nocloud`.
 * @param version Of Talos, with the leading `v`.
 */
export function installerImage(platform: string, schematic: string, version: string): string {
  return `${imageFactory}/${platform}-installer/${schematic}:${version}`;
}
