import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import type { Environment } from "../../toolchain/tool";
import { type CheckResult, ok, warn } from "./check";

const kubeconfig = z.object({ "current-context": z.string().optional() });

/** A preview and an up of the stacks here need no kubeconfig; whatever looks at the cluster afterwards does. */
export function checkKubeconfig(environment: Environment): CheckResult {
  const name = "kubeconfig";
  const listed = (environment["KUBECONFIG"] ?? "").split(delimiter).filter((path) => path !== "");
  const candidates = listed.length > 0 ? listed : [join(homedir(), ".kube", "config")];
  const path = candidates.find((candidate) => existsSync(candidate));
  if (path === undefined) {
    return warn(
      name,
      `none at ${candidates.join(", ")}; kubectl, observe, rightsize and doctor --cluster need it`,
      "after an up: pulumi stack output kubeconfig --show-secrets > kubeconfig, and set KUBECONFIG to it",
    );
  }
  const content = kubeconfig.safeParse(readYaml(path));
  const context = content.data?.["current-context"];
  return context === undefined || context === ""
    ? warn(name, `${path} has no current context`, "kubectl config use-context <name>")
    : ok(name, `${path}, context ${context}`);
}

function readYaml(path: string): unknown {
  try {
    const content: unknown = parse(readFileSync(path, "utf8"));
    return content;
  } catch {
    return undefined;
  }
}
