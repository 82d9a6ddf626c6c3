import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import type { Environment } from "../toolchain/tool";
import { pulumiHome } from "./pulumi-home";

/** Where the user keeps state. */
export interface UserBackend {
  /** As Pulumi takes it: `file://~`, `s3://bucket`, `https://api.pulumi.com`. */
  readonly url: string;
  /** Where that is set. */
  readonly setIn: string;
}

const projectFile = z.object({ backend: z.object({ url: z.string() }).optional() });
const credentialsFile = z.object({ current: z.string().optional() });

/**
 * The backend that the Pulumi CLI would use, by its own order: `PULUMI_BACKEND_URL`, the project's file, an access
 * token, and the login.
 *
 * @returns undefined for a user who has none.
 */
export function findUserBackend(projectDirectory: string, environment: Environment): UserBackend | undefined {
  const fromEnvironment = environment["PULUMI_BACKEND_URL"];
  if (fromEnvironment !== undefined && fromEnvironment !== "") {
    return { url: fromEnvironment, setIn: "PULUMI_BACKEND_URL" };
  }
  const project = join(projectDirectory, "Pulumi.yaml");
  const fromProject = existsSync(project) ? projectFile.safeParse(parse(readFileSync(project, "utf8"))).data?.backend?.url : undefined;
  if (fromProject !== undefined) {
    return { url: fromProject, setIn: "Pulumi.yaml" };
  }
  const credentials = join(pulumiHome(environment), "credentials.json");
  const current = existsSync(credentials) ? credentialsFile.safeParse(parse(readFileSync(credentials, "utf8"))).data?.current : undefined;
  if (current !== undefined && current !== "") {
    return { url: current, setIn: "pulumi login" };
  }
  const token = environment["PULUMI_ACCESS_TOKEN"];
  return token === undefined || token === "" ? undefined : { url: "https://api.pulumi.com", setIn: "PULUMI_ACCESS_TOKEN" };
}

/** Whether the user has a passphrase for secrets. An empty one is one too. */
export function hasPassphrase(environment: Environment): boolean {
  return environment["PULUMI_CONFIG_PASSPHRASE"] !== undefined || (environment["PULUMI_CONFIG_PASSPHRASE_FILE"] ?? "") !== "";
}

/** The URL without what may be a password in it. */
export function shownUrl(url: string): string {
  return url.replace(/\/\/[^/@]*@/, "//").replace(/\?.*$/, "");
}
