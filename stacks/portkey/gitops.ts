import type { ArgoCdArgs } from "../../components/gitops/argo-cd";
import type { GitRepository } from "../../components/gitops/git-repository";
import type { PodPlacements } from "../../infra/placement/emit/pod-placement";

/** Where the applications are described. Assumed: the seed says that Argo CD restores them from Git, not from where. */
export const repository: GitRepository = { url: "https://git.example.com/home/portkey.git", path: "system" };

/** The placement of each part of Argo CD, which is not there to be placed at admission when the cluster is new. */
export function argoCdPlacements(placements: PodPlacements): NonNullable<ArgoCdArgs["placements"]> {
  const parts = {
    controller: placements.get("argocd/argocd-application-controller"),
    repoServer: placements.get("argocd/argocd-repo-server"),
    server: placements.get("argocd/argocd-server"),
    applicationSet: placements.get("argocd/argocd-applicationset-controller"),
    redis: placements.get("argocd/argocd-redis"),
  };
  return Object.fromEntries(Object.entries(parts).filter(([, placement]) => placement !== undefined));
}
