import type { UpgradePlan } from "../../infra/talos/upgrade/upgrade-document";
import { renderUpgrade } from "./upgrade-terminal";

const plan: UpgradePlan = {
  version: 1,
  stack: "lab",
  target: { talos: "v1.12.11", kubernetes: "1.35.4" },
  versionsFrom: "nodes",
  nodes: [],
  steps: [
    { step: 1, action: "check-cluster", why: "first of all", commands: [["talosctl", "health"]] },
    {
      step: 2,
      action: "upgrade-talos",
      node: "w1",
      from: "v1.12.3",
      to: "v1.12.11",
      why: "workers go first",
      warning: "no other node takes media/jellyfin",
      commands: [
        ["kubectl", "drain", "w1"],
        ["talosctl", "upgrade", "--nodes", "10.0.0.21"],
      ],
    },
  ],
};

it("shows each step with why, what to know before it, and its commands whole", () => {
  expect(renderUpgrade(plan)).toBe(`lab  to Talos v1.12.11, Kubernetes 1.35.4: 2 steps

 1  check the cluster
    first of all
    $ talosctl health

 2  w1: upgrade Talos v1.12.3 → v1.12.11
    workers go first
    no other node takes media/jellyfin
    $ kubectl drain w1
    $ talosctl upgrade --nodes 10.0.0.21
`);
});

it("says where it knows nothing, and when there is nothing to do", () => {
  expect(renderUpgrade({ ...plan, versionsFrom: "stack", steps: [] })).toBe(
    "lab  to Talos v1.12.11, Kubernetes 1.35.4: every node is there\n\nnobody was asked: the nodes are taken to run what the stack says\n",
  );
});
