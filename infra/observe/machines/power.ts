/** Thermal design power and idle draw of small machines by their threads, as estimates: see docs/observe.md. */
const estimates: readonly { readonly upToThreads: number; readonly idleWatts: number; readonly tdpWatts: number }[] = [
  { upToThreads: 4, idleWatts: 5, tdpWatts: 10 },
  { upToThreads: 8, idleWatts: 8, tdpWatts: 15 },
  { upToThreads: 16, idleWatts: 10, tdpWatts: 28 },
  { upToThreads: 32, idleWatts: 25, tdpWatts: 65 },
];

/** A guess of what a machine with so many threads draws. Above the table: a watt a thread idle, three at full load. */
export function estimatedPower(threads: number): { readonly idleWatts: number; readonly tdpWatts: number } {
  const found = estimates.find(({ upToThreads }) => threads <= upToThreads);
  return found === undefined ? { idleWatts: threads, tdpWatts: 3 * threads } : { idleWatts: found.idleWatts, tdpWatts: found.tdpWatts };
}
