/** Where the image factory serves the images of one schematic. */
export interface GetUrlsUrls {
  /** Image reference, for `machine.install.image` and upgrades. */
  readonly installer: string;
  readonly installerSecureboot: string;
  readonly iso: string;
  readonly isoSecureboot: string;
  readonly diskImage: string;
  readonly diskImageSecureboot: string;
  readonly kernel: string;
  readonly initramfs: string;
  readonly kernelCommandLine: string;
  readonly pxe: string;
  readonly uki: string;
}

export interface GetExtensionsVersionsExtensionsInfo {
  readonly author: string;
  readonly description: string;
  readonly digest: string;
  readonly name: string;
  readonly ref: string;
}

export interface GetOverlaysVersionsOverlaysInfo {
  readonly digest: string;
  readonly image: string;
  readonly name: string;
  readonly ref: string;
}
