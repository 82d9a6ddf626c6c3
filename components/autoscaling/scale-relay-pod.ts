import type * as kubernetes from "@pulumi/kubernetes";
import type { ScaleRelayArgs } from "./scale-relay";

/** Port of the relay's one server. */
export const relayPort = 8080;

/** Keys of the relay's Secret. */
export const relaySecretKeys = { sharedSecret: "shared-secret", githubToken: "github-token" } as const;

const secretsPath = "/var/run/secrets/scale-relay";

/** As in its container file: nobody. */
const user = 65_532;

/** The relay's pod: without privileges, token or a file system that it could write to. */
export function scaleRelayPod(name: string, args: ScaleRelayArgs): kubernetes.types.input.core.v1.PodSpec {
  const { image, priorityClassName } = args;
  const probe = (path: string) => ({ httpGet: { path, port: "http" } });
  return {
    serviceAccountName: name,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    // Longer than the relay gives requests in progress.
    terminationGracePeriodSeconds: 30,
    ...(priorityClassName === undefined ? {} : { priorityClassName }),
    securityContext: {
      runAsNonRoot: true,
      runAsUser: user,
      runAsGroup: user,
      fsGroup: user,
      seccompProfile: { type: "RuntimeDefault" },
    },
    containers: [
      {
        name: "scale-relay",
        image,
        env: environmentOf(args),
        ports: [{ name: "http", containerPort: relayPort }],
        resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { memory: "160Mi" } },
        readinessProbe: { ...probe("/readyz"), periodSeconds: 5 },
        livenessProbe: { ...probe("/healthz"), periodSeconds: 20, failureThreshold: 3 },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        },
        volumeMounts: [{ name: "secrets", mountPath: secretsPath, readOnly: true }],
      },
    ],
    volumes: [{ name: "secrets", secret: { secretName: name, defaultMode: 0o440 } }],
  };
}

/** Every variable that the relay has no default for, and what differs from one. */
function environmentOf(args: ScaleRelayArgs): { readonly name: string; readonly value: string }[] {
  const { repository, workflow, stack, minNodes, maxNodes, coolDownSeconds, dryRun } = args;
  const variables: Readonly<Record<string, string | undefined>> = {
    PORT: String(relayPort),
    STACK: stack,
    GITHUB_REPOSITORY: repository,
    GITHUB_WORKFLOW: workflow,
    MIN_NODES: String(minNodes),
    MAX_NODES: String(maxNodes),
    COOL_DOWN_UP_SECONDS: coolDownSeconds === undefined ? undefined : String(coolDownSeconds.up),
    COOL_DOWN_DOWN_SECONDS: coolDownSeconds === undefined ? undefined : String(coolDownSeconds.down),
    DRY_RUN: dryRun === undefined ? undefined : String(dryRun),
    SHARED_SECRET_FILE: `${secretsPath}/${relaySecretKeys.sharedSecret}`,
    GITHUB_TOKEN_FILE: `${secretsPath}/${relaySecretKeys.githubToken}`,
  };
  return Object.entries(variables).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
}
