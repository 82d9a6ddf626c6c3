import { createHash } from "node:crypto";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Finding } from "../../infra/diagnostics/finding";
import { UserError } from "../../infra/diagnostics/user-error";
import { childOptions } from "../child-options";
import { relayPort, relaySecretKeys, scaleRelayPod } from "./scale-relay-pod";

export interface ScaleRelayArgs {
  /** Has to exist. Alertmanager reads the shared secret there. */
  readonly namespace: string;
  /** Built from services/scale-relay/Containerfile, with a version: `ghcr.io/acme/scale-relay:1.0.0`. */
  readonly image: string;
  /** `owner/name` of the repository whose workflow scales. */
  readonly repository: string;
  /** File name of the workflow. Default `scale.yml`. */
  readonly workflow?: string;
  readonly stack: string;
  readonly minNodes: number;
  readonly maxNodes: number;
  /** Token that may write contents and read actions of the repository, and nothing else. Kept as a secret. */
  readonly githubToken: pulumi.Input<string>;
  /** What Alertmanager shows to be let in: at least 16 characters. Kept as a secret. */
  readonly sharedSecret: pulumi.Input<string>;
  /** How long nothing more is asked for after a run began. Default: half an hour up, two hours down. */
  readonly coolDownSeconds?: { readonly up: number; readonly down: number };
  /** Only logs what it would do. Default false. */
  readonly dryRun?: boolean;
  /** Labels of the pods that may post alerts, in the same namespace. Default `app.kubernetes.io/name: alertmanager`. */
  readonly alertmanagerLabels?: Readonly<Record<string, string>>;
  /** Labels of the pods that may read metrics, in the same namespace. Default `app.kubernetes.io/name: alloy`. */
  readonly scraperLabels?: Readonly<Record<string, string>>;
  /** Default: the cluster's. */
  readonly priorityClassName?: string;
}

/** Addresses of networks that are not the Internet. */
const privateNetworks = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16"];

/**
 * The relay between Alertmanager and GitHub: one pod that may do nothing but receive alerts and call GitHub. It has no
 * disruption budget, because a budget of one pod would block every drain, and alerts are sent again; and no limit of CPU.
 */
export class ScaleRelay extends pulumi.ComponentResource {
  /** Where Alertmanager posts. */
  readonly url: string;
  /** Holds the shared secret under {@link relaySecretKeys}. */
  readonly secretName: string;

  /** @throws UserError with everything that is wrong in the arguments. */
  constructor(name: string, args: ScaleRelayArgs, options?: pulumi.ComponentResourceOptions) {
    checkArgs(args);
    const { namespace, githubToken, sharedSecret } = args;
    const { alertmanagerLabels = appLabel("alertmanager"), scraperLabels = appLabel("alloy") } = args;
    const labels = appLabel(name);

    super("berth:autoscaling:ScaleRelay", name, {}, options);
    const child = childOptions(this, options);
    const metadata = { namespace, name, labels };
    this.secretName = name;
    this.url = `http://${name}.${namespace}.svc:${relayPort}/alerts`;
    new kubernetes.core.v1.Secret(
      `${name}-secret`,
      {
        metadata,
        stringData: {
          [relaySecretKeys.sharedSecret]: pulumi.secret(sharedSecret),
          [relaySecretKeys.githubToken]: pulumi.secret(githubToken),
        },
      },
      child,
    );
    new kubernetes.core.v1.ServiceAccount(`${name}-account`, { metadata, automountServiceAccountToken: false }, child);
    new kubernetes.apps.v1.Deployment(
      `${name}-deployment`,
      {
        metadata,
        spec: {
          replicas: 1,
          // Never two: each remembers for itself what it has passed on.
          strategy: { type: "Recreate" },
          selector: { matchLabels: labels },
          template: {
            metadata: { labels, annotations: { "berth.dev/secret-checksum": checksum(sharedSecret, githubToken) } },
            spec: scaleRelayPod(name, args),
          },
        },
      },
      child,
    );
    new kubernetes.core.v1.Service(
      `${name}-service`,
      { metadata, spec: { selector: labels, ports: [{ name: "http", port: relayPort, targetPort: "http" }] } },
      child,
    );
    new kubernetes.networking.v1.NetworkPolicy(
      `${name}-network-policy`,
      {
        metadata,
        spec: {
          podSelector: { matchLabels: labels },
          policyTypes: ["Ingress", "Egress"],
          ingress: [
            {
              from: [{ podSelector: { matchLabels: alertmanagerLabels } }, { podSelector: { matchLabels: scraperLabels } }],
              ports: [{ protocol: "TCP", port: relayPort }],
            },
          ],
          egress: [
            {
              // Whatever the pods of its DNS are labelled.
              to: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } } }],
              ports: [
                { protocol: "UDP", port: 53 },
                { protocol: "TCP", port: 53 },
              ],
            },
            { to: [{ ipBlock: { cidr: "0.0.0.0/0", except: privateNetworks } }], ports: [{ protocol: "TCP", port: 443 }] },
          ],
        },
      },
      child,
    );
    this.registerOutputs({});
  }
}

function appLabel(name: string): Record<string, string> {
  return { "app.kubernetes.io/name": name };
}

/** Changes when a secret does, so that the pod starts anew: it reads them when it starts. */
function checksum(...secrets: readonly pulumi.Input<string>[]): pulumi.Output<string> {
  return pulumi.secret(pulumi.all([...secrets]).apply((values) => createHash("sha256").update(values.join("\0")).digest("hex")));
}

function checkArgs({ image, repository, minNodes, maxNodes }: ScaleRelayArgs): void {
  const findings: Finding[] = [
    ...(/^[\w.-]+\/[\w.-]+$/.test(repository)
      ? []
      : [{ path: "scaleRelay.repository", message: "must be owner/name", value: `"${repository}"`, fix: "write acme/cluster" }]),
    ...(/(:(?!latest$)[\w][\w.-]*|@sha256:[0-9a-f]{64})$/.test(image)
      ? []
      : [
          {
            path: "scaleRelay.image",
            message: "names no version",
            value: `"${image}"`,
            fix: "give a tag other than latest, or a digest",
          },
        ]),
    ...(minNodes <= maxNodes
      ? []
      : [
          {
            path: "scaleRelay.minNodes",
            message: `is more than maxNodes (${maxNodes})`,
            value: String(minNodes),
            fix: `use at most ${maxNodes}`,
          },
        ]),
  ];
  if (findings.length > 0) {
    throw new UserError("the scale relay cannot run like that", findings);
  }
}
