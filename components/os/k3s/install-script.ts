export interface InstallScriptArgs {
  /** `v1.35.4+k3s1` */
  readonly version: string;
  readonly role: "server" | "agent";
  /** Lines of the shell that are run first. */
  readonly before: string;
}

/** What installs and starts K3s, with the configuration that is in its place. */
export function installK3s({ version, role, before }: InstallScriptArgs): string {
  return `#!/bin/sh
# Installs K3s, whose own script checks what it downloads.
set -eu
${before}script=$(mktemp)
curl --silent --show-error --fail --location --retry 20 --retry-delay 15 --retry-all-errors https://get.k3s.io --output "$script"
INSTALL_K3S_VERSION='${version}' INSTALL_K3S_EXEC=${role} sh "$script"
rm -f "$script"
`;
}
