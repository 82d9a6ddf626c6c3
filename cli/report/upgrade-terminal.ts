import type { UpgradePlan, UpgradeStep } from "../../infra/talos/upgrade/upgrade-document";
import { count } from "./format";
import { paint, wrap } from "./terminal-text";

const titles: Readonly<Record<UpgradeStep["action"], string>> = {
  "check-cluster": "check the cluster",
  "finish-talos": "let it take pods again",
  "upgrade-talos": "upgrade Talos",
  "upgrade-kubernetes": "upgrade Kubernetes",
};

/** An upgrade as a person reads it in a terminal. Commands stand in lines of their own, whole. */
export function renderUpgrade({ stack, target, versionsFrom, steps }: UpgradePlan): string {
  const wanted = `Talos ${target.talos}, Kubernetes ${target.kubernetes}`;
  const sections = [
    `${paint("bold", stack)}  to ${wanted}: ${steps.length === 0 ? "every node is there" : count(steps.length, "step")}`,
    ...(versionsFrom === "stack" ? [paint("yellow", "nobody was asked: the nodes are taken to run what the stack says")] : []),
    ...steps.map(renderUpgradeStep),
  ];
  return `${sections.join("\n\n")}\n`;
}

/** One step, as it is shown before it is confirmed too. */
export function renderUpgradeStep({ step, action, node, from, to, why, warning, commands }: UpgradeStep): string {
  const indent = "    ";
  const versions = from === undefined || to === undefined ? "" : ` ${from} → ${to}`;
  return [
    `${String(step).padStart(2)}  ${paint("bold", `${node === undefined ? "" : `${node}: `}${titles[action]}${versions}`)}`,
    ...wrap(why.split(" "), " ", indent).map((line) => paint("dim", line)),
    ...(warning === undefined ? [] : wrap(warning.split(" "), " ", indent).map((line) => paint("yellow", line))),
    ...commands.map((command) => `${indent}$ ${command.join(" ")}`),
  ].join("\n");
}
