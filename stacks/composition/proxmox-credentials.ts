import * as pulumi from "@pulumi/pulumi";
import type { ProxmoxCredentials } from "../../components/hosts/proxmox-credentials";

/** The way into Proxmox as the stack's configuration has it. What is not set is for the hosts to tell. */
export function configuredProxmoxCredentials(): ProxmoxCredentials {
  const config = new pulumi.Config("berth");
  const apiToken = config.getSecret("proxmoxApiToken");
  const rootPassword = config.getSecret("proxmoxRootPassword");
  return { ...(apiToken === undefined ? {} : { apiToken }), ...(rootPassword === undefined ? {} : { rootPassword }) };
}
