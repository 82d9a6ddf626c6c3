import type { MachineRow } from "../../infra/hardware/schema";

/** Draw of the whole host in watts, estimated as docs/stacks/r730.md says. */
const hostIdleWatts = 120;
const hostFullWatts = 265;
const soldThreads = 48;

/**
 * A virtual machine's part of its host's draw. What load adds is split by virtual processors. What the host draws with
 * nothing to do is all the control plane's, which never stops: emptying another virtual machine saves none of it, and
 * a plan must not believe so.
 */
export function powerShare(role: MachineRow["role"], threads: number): MachineRow["power"] {
  const idleWatts = role === "control-plane" ? hostIdleWatts : 0;
  return { idleWatts, tdpWatts: idleWatts + ((hostFullWatts - hostIdleWatts) * threads) / soldThreads };
}
