export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

/** Finds the first `1.2.3`, `v1.2.3`, `go1.26` or the like in a text; a missing patch is 0. */
export function findVersion(text: string): Version | undefined {
  const match = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
  return match === null ? undefined : { major: Number(match[1]), minor: Number(match[2]), patch: Number(match[3] ?? 0) };
}

/** @throws Error when there is none; for versions that we wrote ourselves. */
export function parseVersion(text: string): Version {
  const version = findVersion(text);
  if (version === undefined) {
    throw new Error(`no version in ${JSON.stringify(text)}`);
  }
  return version;
}

/** Negative when the first is older, positive when it is newer, 0 when they are the same. */
export function compareVersions(a: Version, b: Version): number {
  return a.major - b.major || a.minor - b.minor || a.patch - b.patch;
}

export function formatVersion({ major, minor, patch }: Version): string {
  return `${major}.${minor}.${patch}`;
}
