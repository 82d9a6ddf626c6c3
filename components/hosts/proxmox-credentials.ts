import * as proxmox from "@muhlba91/pulumi-proxmoxve";
import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../../infra/diagnostics/user-error";
import type { ProxmoxCluster } from "../../infra/hardware/machine";

/** How Berth proves who it is to Proxmox. Secret. */
export interface ProxmoxCredentials {
  /** `user@realm!name=secret`, for `authentication: "api-token"`. */
  readonly apiToken?: pulumi.Input<string>;
  /** Of `root@pam`, for `authentication: "root-password"`. */
  readonly rootPassword?: pulumi.Input<string>;
}

/** A token and a password of the right form that open nothing, for a preview without the real ones. */
const placeholder = { apiToken: "berth@pve!preview=00000000-0000-0000-0000-000000000000", rootPassword: "preview" };

/**
 * The provider for a Proxmox installation. Without credentials a preview goes on with placeholders, and an `up` is
 * refused.
 */
export function proxmoxProvider(
  parent: pulumi.ComponentResource,
  name: string,
  { endpoint, authentication, insecure }: ProxmoxCluster,
  credentials: ProxmoxCredentials,
): proxmox.Provider {
  const field = authentication === "api-token" ? "apiToken" : "rootPassword";
  const given = credentials[field];
  if (given === undefined) {
    reportMissing(field);
  }
  const secret = pulumi.secret(given ?? placeholder[field]);
  return new proxmox.Provider(
    name,
    {
      endpoint,
      ...(insecure ? { insecure } : {}),
      ...(authentication === "api-token" ? { apiToken: secret } : { username: "root@pam", password: secret }),
    },
    { parent },
  );
}

const settings = { apiToken: "berth:proxmoxApiToken", rootPassword: "berth:proxmoxRootPassword" } as const;

function reportMissing(field: keyof typeof settings): void {
  const setting = settings[field];
  if (pulumi.runtime.isDryRun()) {
    void pulumi.log.info(`not set: ${setting}. This preview uses a placeholder; an up needs it`);
    return;
  }
  throw new UserError("nobody opens Proxmox", [
    { path: setting, message: "is not set", fix: `run: pulumi config set --secret ${setting}` },
  ]);
}
