/** What a cluster was told to be. */
export interface VersionState {
  /** `v1.35.4+k3s1` */
  readonly version: string;
  /** Names of its nodes. */
  readonly nodes: readonly string[];
  /** There when nothing upgrades the nodes: what cannot change either, in words. */
  readonly fixed?: readonly string[] | undefined;
}

/**
 * What speaks against a change of a cluster's version, or undefined when nothing does. etcd's data cannot go back, API
 * servers go one minor version at a time, and a node may never be newer than the servers, which are upgraded one by one
 * after the run is over.
 *
 * @see https://kubernetes.io/releases/version-skew-policy/
 */
export function findVersionChange(before: VersionState, after: VersionState): string | undefined {
  if (after.fixed !== undefined) {
    return findRemaking(before, after);
  }
  if (before.version === after.version) {
    return undefined;
  }
  const [from, to] = [parse(before.version), parse(after.version)];
  const change = `from ${before.version} to ${after.version}`;
  if (compare(to, from) < 0) {
    return `cannot go back ${change}: etcd's data has the newer form. Restore a snapshot that was made before`;
  }
  if (to.major !== from.major || to.minor > from.minor + 1) {
    return `cannot go ${change} at once: go through every minor version, the next is v${from.major}.${from.minor + 1}`;
  }
  const added = after.nodes.filter((name) => !before.nodes.includes(name));
  if (added.length > 0) {
    return `cannot go ${change} while ${added.join(", ")} ${added.length === 1 ? "is" : "are"} added: a new node would be newer than the servers. Upgrade first, and add when all nodes have the version`;
  }
  return undefined;
}

function findRemaking(before: VersionState, after: VersionState): string | undefined {
  const [from, to] = [before, after].map(({ version, fixed = [] }) => [version, ...fixed]);
  const gone = from?.filter((each) => to?.includes(each) === false) ?? [];
  const come = to?.filter((each) => from?.includes(each) === false) ?? [];
  return gone.length === 0 && come.length === 0
    ? undefined
    : `cannot go from ${gone.join(", ")} to ${come.join(", ")}: nothing changes this cluster in place. Take it away and make it anew: nothing is lost with it`;
}

interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  readonly build: number;
}

function parse(version: string): Version {
  const [, major, minor, patch, build] = /^v(\d+)\.(\d+)\.(\d+)\+k3s(\d+)$/.exec(version) ?? [];
  return { major: Number(major), minor: Number(minor), patch: Number(patch), build: Number(build) };
}

function compare(a: Version, b: Version): number {
  return a.major - b.major || a.minor - b.minor || a.patch - b.patch || a.build - b.build;
}
