import { stringify } from "yaml";
import type { HardwareProfile, Machine } from "../../../infra/hardware/machine";
import { type CloudFile, renderCloudConfig } from "./cloud-config";
import { firewallCommands, firewallFiles } from "./firewall";
import type { IdentityOutput } from "./identity";
import { installK3s } from "./install-script";
import type { K3sSettings } from "./k3s-settings";
import { type Membership, nodeConfiguration } from "./node-configuration";

export interface FirstBootArgs {
  readonly machine: Machine;
  readonly hardware: HardwareProfile;
  readonly settings: K3sSettings;
  readonly identity: Readonly<Record<IdentityOutput, string>>;
  /** Key that signs tokens of service accounts, PEM. Default: K3s makes one. */
  readonly serviceAccountKey?: string | undefined;
  /** Address of a server that is there already; absent for the one that begins the cluster. */
  readonly join?: string | undefined;
}

const installPath = "/usr/local/sbin/berth-install-k3s";
const configurationPath = "/etc/rancher/k3s/config.yaml";
const authorityPath = "/var/lib/rancher/k3s/server/tls";

/** User data that makes a machine with a plain system a node of the cluster. Secret. */
export function firstBoot({ machine, hardware, settings, identity, serviceAccountKey, join }: FirstBootArgs): string {
  const role = machine.role === "control-plane" ? "server" : "agent";
  const membership = membershipOf(role, identity, join);
  const servers = hardware.machines.filter((each) => each.role === "control-plane").length;
  return renderCloudConfig({
    hostname: machine.name,
    preserve_hostname: true,
    ssh_pwauth: false,
    ...(settings.sshKeys.length === 0 ? {} : { ssh_authorized_keys: settings.sshKeys }),
    package_update: true,
    packages: ["curl", "nftables", "wireguard-tools"],
    write_files: [
      { path: configurationPath, permissions: "0600", content: nodeConfiguration(machine, hardware, settings, membership) },
      ...(membership.kind === "begin" ? [...authorities(identity), ...signingKeys(serviceAccountKey)] : []),
      ...(settings.embeddedRegistry
        ? [{ path: "/etc/rancher/k3s/registries.yaml", permissions: "0600" as const, content: stringify({ mirrors: { "*": {} } }) }]
        : []),
      ...firewallFiles({ role, servers, settings }),
      { path: installPath, permissions: "0700", content: installScript(hardware, role, membership) },
    ],
    runcmd: [...firewallCommands, [installPath]],
  });
}

function membershipOf(role: "server" | "agent", identity: FirstBootArgs["identity"], join: string | undefined): Membership {
  const { serverToken, agentToken } = identity;
  if (join === undefined) {
    return { kind: "begin", token: serverToken, agentToken };
  }
  const server = `https://${join}:6443`;
  return role === "server" ? { kind: "server", token: serverToken, agentToken, server } : { kind: "agent", token: agentToken, server };
}

/** K3s keeps authorities that it finds; servers that join get them from the first one. */
function authorities(identity: FirstBootArgs["identity"]): readonly CloudFile[] {
  return [
    { path: `${authorityPath}/server-ca.crt`, permissions: "0644", content: identity.serverCaCertificate },
    { path: `${authorityPath}/server-ca.key`, permissions: "0600", content: identity.serverCaKey },
    { path: `${authorityPath}/client-ca.crt`, permissions: "0644", content: identity.clientCaCertificate },
    { path: `${authorityPath}/client-ca.key`, permissions: "0600", content: identity.clientCaKey },
  ];
}

/** K3s signs with the first key of a file that it finds, too. @see https://docs.k3s.io/cli/certificate#rotating-custom-ca-certificates */
function signingKeys(key: string | undefined): readonly CloudFile[] {
  return key === undefined ? [] : [{ path: `${authorityPath}/service.key`, permissions: "0600", content: key }];
}

/**
 * The first server joins where the cluster answers under its name already: installed anew, it would begin a second one
 * otherwise.
 */
function installScript({ endpoint, operatingSystem }: HardwareProfile, role: "server" | "agent", { kind }: Membership): string {
  const url = new URL(endpoint).origin;
  const rejoin = `if curl --silent --fail --max-time 10 --cacert ${authorityPath}/server-ca.crt ${url}/ping >/dev/null; then
  sed -i 's|^cluster-init: true$|server: ${url}|' ${configurationPath}
fi
`;
  return installK3s({ version: operatingSystem.version, role, before: kind === "begin" ? rejoin : "" });
}
