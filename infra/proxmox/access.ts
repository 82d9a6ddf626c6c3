import { UserError } from "../diagnostics/user-error";
import type { HardwareProfile } from "../hardware/machine";
import { features, type Privilege } from "./features";

/** What a user of Proxmox may do, and where: what a stack's tables need and nothing more. */
export interface ProxmoxAccess {
  readonly roles: readonly { readonly name: string; readonly privileges: readonly Privilege[] }[];
  /** Roles by path, sorted by path. None is handed down to what is below. */
  readonly grants: readonly { readonly path: string; readonly roles: readonly string[] }[];
}

/** @throws UserError when the tables come to no Proxmox with a token. */
export function proxmoxAccess(hardware: HardwareProfile): ProxmoxAccess {
  if (hardware.proxmox?.authentication !== "api-token") {
    throw new UserError("nobody needs a role in Proxmox", [
      hardware.proxmox === undefined
        ? { path: "hardware.cluster.proxmox", message: "is missing: nothing is created on Proxmox" }
        : {
            path: "hardware.cluster.proxmox.authentication",
            value: `"${hardware.proxmox.authentication}"`,
            message: "makes Berth root, who may do everything",
            fix: 'use "api-token" where the tables ask for nothing that is root\'s alone',
          },
    ]);
  }
  const used = features.map(({ role, privileges, paths }) => ({ name: role, privileges, paths: new Set(paths(hardware)) }));
  const roles = used.filter(({ paths }) => paths.size > 0);
  const paths = [...new Set(roles.flatMap((role) => [...role.paths]))].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  return {
    roles: roles.map(({ name, privileges }) => ({ name, privileges })),
    grants: paths.map((path) => ({ path, roles: roles.filter((role) => role.paths.has(path)).map(({ name }) => name) })),
  };
}

/** Commands that give the access to a user with a token, to be run as root on any of the hosts. */
export function accessCommands({ roles, grants }: ProxmoxAccess): readonly string[] {
  return [
    ...roles.map(({ name, privileges }) => `pveum role add ${name} --privs "${privileges.join(" ")}"`),
    "pveum user add berth@pve",
    ...grants.map(({ path, roles: names }) => `pveum acl modify ${path} --users berth@pve --roles ${names.join(",")} --propagate 0`),
    "pveum user token add berth@pve pulumi --privsep 0",
  ];
}
