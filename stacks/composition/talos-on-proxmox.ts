import * as pulumi from "@pulumi/pulumi";
import type { ProxmoxCredentials } from "../../components/hosts/proxmox-credentials";
import { ProxmoxHosts } from "../../components/hosts/proxmox-hosts";
import { NewTalosCluster } from "../../components/os/new-talos-cluster";
import { TalosImages } from "../../components/os/talos-images";
import type { TalosSettings } from "../../components/os/talos-settings";
import type { Stack } from "../../infra/stack/stack";

/** A cluster from bare Proxmox hosts up: images, virtual machines, and Talos on them. */
export function talosOnProxmox({ name, hardware }: Stack, settings: Partial<TalosSettings>): NewTalosCluster {
  const images = new TalosImages(`${name}-images`, { hardware });
  const hosts = new ProxmoxHosts(`${name}-hosts`, {
    hardware,
    credentials: configuredCredentials(),
    diskImageOf: (machine) => images.of(machine).diskImage,
  });
  return new NewTalosCluster(name, { hardware, images, settings }, { dependsOn: hosts });
}

/** The way into Proxmox as the stack's configuration has it. What is not set is for the hosts to tell. */
function configuredCredentials(): ProxmoxCredentials {
  const config = new pulumi.Config("berth");
  const apiToken = config.getSecret("proxmoxApiToken");
  const rootPassword = config.getSecret("proxmoxRootPassword");
  return { ...(apiToken === undefined ? {} : { apiToken }), ...(rootPassword === undefined ? {} : { rootPassword }) };
}
