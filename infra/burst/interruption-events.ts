/** What EventBridge hears about machines that are taken away, or may be. Its rules are of one region, as the machines are. */
export const interruptionEvents = [
  { key: "health", source: "aws.health", detailType: "AWS Health Event" },
  { key: "spot", source: "aws.ec2", detailType: "EC2 Spot Instance Interruption Warning" },
  { key: "rebalance", source: "aws.ec2", detailType: "EC2 Instance Rebalance Recommendation" },
  { key: "state", source: "aws.ec2", detailType: "EC2 Instance State-change Notification" },
  { key: "reservation", source: "aws.ec2", detailType: "EC2 Capacity Reservation Instance Interruption Warning" },
] as const;
