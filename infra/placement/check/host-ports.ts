import type { HostPort } from "../problem";
import type { PlanRule } from "./checked-plan";

/** No two pods on a node, not both fixed, take the same port. */
export const checkHostPorts: PlanRule = ({ present: everywhere }) =>
  [...everywhere].flatMap(([name, present]) => {
    const claims = present.flatMap(({ workload: owner, pods }) =>
      (owner.hostPorts ?? []).flatMap((port) => Array.from({ length: Math.min(2, pods) }, (_, pod) => ({ owner, pod, port }))),
    );
    const taken = claims.flatMap((claim, i) =>
      claims
        .slice(i + 1)
        .filter(
          (other) =>
            (other.owner !== claim.owner || other.pod !== claim.pod) &&
            (other.owner.mode !== "fixed" || claim.owner.mode !== "fixed") &&
            isSame(claim.port, other.port),
        )
        .map((other) => ({
          path: `nodes[${name}]`,
          message: `has port ${claim.port.port}/${claim.port.protocol} taken by ${claim.owner.id} and ${other.owner.id}`,
        })),
    );
    return taken;
  });

function isSame(a: HostPort, b: HostPort): boolean {
  const everywhere = ({ hostIP }: HostPort): boolean => hostIP === "" || hostIP === "0.0.0.0";
  return a.port === b.port && a.protocol === b.protocol && (a.hostIP === b.hostIP || everywhere(a) || everywhere(b));
}
