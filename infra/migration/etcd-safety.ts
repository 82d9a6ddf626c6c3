/** What an etcd cluster of some members can take. */
export interface EtcdSafety {
  readonly members: number;
  /** Members that must agree: more than half. */
  readonly quorum: number;
  /** Members that may fail while the others go on. */
  readonly tolerates: number;
}

/**
 * @param members At least one.
 * @see https://etcd.io/docs/latest/faq/#what-is-failure-tolerance
 */
export function etcdSafety(members: number): EtcdSafety {
  const quorum = Math.floor(members / 2) + 1;
  return { members, quorum, tolerates: members - quorum };
}

/**
 * Whether etcd goes on when members are stopped without having been removed from it first: they then still count.
 * Removed first, they never cost the quorum.
 */
export function outlastsStopping(members: number, stopped: number): boolean {
  return members - stopped >= etcdSafety(members).quorum;
}
