/**
 * When to add and when to take away, in percent of what all nodes have together. The gaps between them are what keeps a
 * fleet from going up and down in turn: what was added brings utilisation under `settledPercent`, and nothing is taken
 * away that would bring it above `leavePercent`.
 */
export interface ScalingThresholds {
  /** Above this for a while, nodes are added. */
  readonly upPercent: number;
  /** As many are added as bring utilisation to this or below. */
  readonly settledPercent: number;
  /** One is taken away only if utilisation is at this or below afterwards. */
  readonly leavePercent: number;
  /** Below this for a while, it is asked whether one can be taken away. */
  readonly downPercent: number;
}

/** `upPercent` and `downPercent` are those of the alerts. */
export const defaultThresholds: ScalingThresholds = { upPercent: 80, settledPercent: 70, leavePercent: 60, downPercent: 30 };
