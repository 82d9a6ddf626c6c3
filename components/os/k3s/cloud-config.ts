import { stringify } from "yaml";
import { UserError } from "../../../infra/diagnostics/user-error";

/** A file that the first boot writes. */
export interface CloudFile {
  readonly path: string;
  /** Octal. */
  readonly permissions: "0600" | "0644" | "0700" | "0755";
  readonly content: string;
}

/**
 * What Berth uses of cloud-init's user data.
 *
 * @see https://docs.cloud-init.io/en/latest/reference/modules.html
 */
export interface CloudConfig {
  /** Default: what the provider's metadata says. */
  readonly hostname?: string;
  /** Keeps a provider's metadata from naming the machine otherwise later on. */
  readonly preserve_hostname?: boolean;
  readonly ssh_pwauth: boolean;
  readonly ssh_authorized_keys?: readonly string[];
  readonly package_update?: boolean;
  readonly packages?: readonly string[];
  readonly write_files: readonly CloudFile[];
  /** Each one program with its arguments, run without a shell. */
  readonly runcmd: readonly (readonly string[])[];
}

/** The smallest limit among the clouds that take user data: 16 KiB. */
export const userDataLimitBytes = 16 * 1024;

/**
 * User data as a provider takes it.
 *
 * @throws UserError when it is larger than providers take.
 */
export function renderCloudConfig(config: CloudConfig): string {
  const text = `#cloud-config\n${stringify(config, { lineWidth: 0 })}`;
  const bytes = Buffer.byteLength(text);
  if (bytes > userDataLimitBytes) {
    throw new UserError(`the first boot of ${config.hostname ?? "rented nodes"} is described too long`, [
      {
        path: "cloud-init",
        value: `${bytes} bytes`,
        message: `providers take ${userDataLimitBytes}`,
        fix: "give it fewer SSH keys, labels or certificate names",
      },
    ]);
  }
  return text;
}
