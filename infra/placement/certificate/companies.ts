import type { Model } from "../search/model";
import type { FreePods } from "./relaxation";

/** A workload, and all that follow it directly or through another: none has a pod where it has none. */
export interface Company {
  readonly leader: FreePods;
  readonly followers: readonly FreePods[];
}

/** Movable workloads with what must be with them. Each workload is in one company at most. */
export function companiesOf(model: Model, free: readonly FreePods[]): readonly Company[] {
  const pods = new Map(free.map((each) => [each.w, each]));
  const followersOf = (w: number): readonly FreePods[] =>
    model.followers(w).flatMap((follower) => {
      const own = pods.get(follower);
      return own === undefined ? [] : [own, ...followersOf(follower)];
    });
  return free.flatMap((leader) => {
    // A workload in a circle of leaders leads nobody here: what follows from a circle is left out.
    const follows = pods.has(model.leader[leader.w] ?? -1);
    const followers = follows ? [] : followersOf(leader.w);
    return followers.length === 0 ? [] : [{ leader, followers }];
  });
}
