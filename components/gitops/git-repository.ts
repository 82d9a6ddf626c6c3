import type { Input } from "@pulumi/pulumi";
import type { Finding } from "../../infra/diagnostics/finding";

/** How GitOps proves to the repository's host who it is. All but the user's name are kept as Pulumi secrets. */
export type GitCredentials =
  | { readonly kind: "token"; readonly username: string; readonly password: Input<string> }
  | { readonly kind: "ssh"; readonly privateKey: Input<string> };

/** Where the applications of a cluster are described. */
export interface GitRepository {
  /** `https://github.com/owner/name.git`, or `git@github.com:owner/name.git` for SSH. */
  readonly url: string;
  /** Branch, tag or commit. Default `HEAD`. */
  readonly revision?: string;
  /** Directory with the manifests of the applications. */
  readonly path: string;
  /** Default: none, for a public repository. */
  readonly credentials?: GitCredentials;
}

const sshUrl = /^(ssh:\/\/|[^\s@/]+@[^\s:]+:)\S+$/;
const httpsUrl = /^https:\/\/\S+$/;

/** What keeps GitOps from reading a repository. */
export function checkGitRepository({ url, path, credentials }: GitRepository): readonly Finding[] {
  const findings: Finding[] = [];
  const isSsh = sshUrl.test(url);
  if (!isSsh && !httpsUrl.test(url)) {
    findings.push({
      path: "gitOps.url",
      value: url,
      message: "is no URL of a Git repository",
      fix: "use https://host/owner/name.git or git@host:owner/name.git",
    });
  } else if (!isSsh && new URL(url).username !== "") {
    findings.push({ path: "gitOps.url", message: "holds credentials, which would stand in the clear", fix: "give them as credentials" });
  }
  if (credentials !== undefined && (credentials.kind === "ssh") !== isSsh) {
    findings.push({
      path: "gitOps.credentials",
      value: credentials.kind,
      message: `does not go with ${url}`,
      fix: isSsh ? 'use kind: "ssh"' : 'use kind: "token"',
    });
  }
  if (path === "" || path.startsWith("/") || path.split("/").includes("..")) {
    findings.push({
      path: "gitOps.path",
      value: path,
      message: "is no directory of the repository",
      fix: "use one such as kubernetes/apps",
    });
  }
  return findings;
}
