import { recordProgram } from "../testing/recorded-program";
import { unmarkedSecrets } from "../testing/unmarked-secrets";
import { readSettings } from "../../services/scale-relay/settings";
import { ScaleRelay, type ScaleRelayArgs } from "./scale-relay";

const valid: ScaleRelayArgs = {
  namespace: "monitoring",
  image: "ghcr.io/acme/scale-relay:1.0.0",
  repository: "acme/mesh",
  stack: "mesh",
  minNodes: 3,
  maxNodes: 6,
  githubToken: "ghs_0123456789abcdef",
  sharedSecret: "correct-horse-battery",
};

async function record(change: Partial<ScaleRelayArgs> = {}) {
  return recordProgram(() => new ScaleRelay("scale-relay", { ...valid, ...change }));
}

it("runs one pod that may do nothing but receive alerts and call GitHub", async () => {
  const recording = await record();
  const own = recording.resources.filter(({ parent }) => parent === "scale-relay").map(({ type, name }) => `${type} ${name}`);
  expect(own.sort()).toEqual([
    "kubernetes:apps/v1:Deployment scale-relay-deployment",
    "kubernetes:core/v1:Secret scale-relay-secret",
    "kubernetes:core/v1:Service scale-relay-service",
    "kubernetes:core/v1:ServiceAccount scale-relay-account",
    "kubernetes:networking.k8s.io/v1:NetworkPolicy scale-relay-network-policy",
  ]);
  expect(recording.resources).toHaveLength(6);
  const checksum: unknown = expect.stringMatching(/^[0-9a-f]{64}$/);
  const labels = { "app.kubernetes.io/name": "scale-relay" };
  expect(recording.resource("scale-relay-deployment").inputs).toEqual({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { namespace: "monitoring", name: "scale-relay", labels },
    spec: {
      replicas: 1,
      strategy: { type: "Recreate" },
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, annotations: { "berth.dev/secret-checksum": checksum } },
        spec: {
          serviceAccountName: "scale-relay",
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          terminationGracePeriodSeconds: 30,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 65_532,
            runAsGroup: 65_532,
            fsGroup: 65_532,
            seccompProfile: { type: "RuntimeDefault" },
          },
          containers: [
            {
              name: "scale-relay",
              image: "ghcr.io/acme/scale-relay:1.0.0",
              env: [
                { name: "PORT", value: "8080" },
                { name: "STACK", value: "mesh" },
                { name: "GITHUB_REPOSITORY", value: "acme/mesh" },
                { name: "MIN_NODES", value: "3" },
                { name: "MAX_NODES", value: "6" },
                { name: "SHARED_SECRET_FILE", value: "/var/run/secrets/scale-relay/shared-secret" },
                { name: "GITHUB_TOKEN_FILE", value: "/var/run/secrets/scale-relay/github-token" },
              ],
              ports: [{ name: "http", containerPort: 8080 }],
              resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { memory: "160Mi" } },
              readinessProbe: { httpGet: { path: "/readyz", port: "http" }, periodSeconds: 5 },
              livenessProbe: { httpGet: { path: "/healthz", port: "http" }, periodSeconds: 20, failureThreshold: 3 },
              securityContext: {
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                capabilities: { drop: ["ALL"] },
              },
              volumeMounts: [{ name: "secrets", mountPath: "/var/run/secrets/scale-relay", readOnly: true }],
            },
          ],
          volumes: [{ name: "secrets", secret: { secretName: "scale-relay", defaultMode: 0o440 } }],
        },
      },
    },
  });
  expect(recording.resource("scale-relay-account").inputs).toMatchObject({ automountServiceAccountToken: false });
  expect(recording.resource("scale-relay-service").inputs["spec"]).toEqual({
    selector: labels,
    ports: [{ name: "http", port: 8080, targetPort: "http" }],
  });
});

it("lets in Alertmanager and who scrapes, and lets out what goes to GitHub", async () => {
  const recording = await record({ alertmanagerLabels: { app: "am" } });
  const { ingress, egress, policyTypes } = recording.resource("scale-relay-network-policy").inputs["spec"] as Record<string, unknown>;
  expect(policyTypes).toEqual(["Ingress", "Egress"]);
  expect(ingress).toEqual([
    {
      from: [{ podSelector: { matchLabels: { app: "am" } } }, { podSelector: { matchLabels: { "app.kubernetes.io/name": "alloy" } } }],
      ports: [{ protocol: "TCP", port: 8080 }],
    },
  ]);
  expect(egress).toEqual([
    {
      to: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } } }],
      ports: [
        { protocol: "UDP", port: 53 },
        { protocol: "TCP", port: 53 },
      ],
    },
    {
      to: [
        {
          ipBlock: {
            cidr: "0.0.0.0/0",
            except: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16"],
          },
        },
      ],
      ports: [{ protocol: "TCP", port: 443 }],
    },
  ]);
});

it("keeps token and secret as secrets, and starts the pod anew when one changes", async () => {
  const recording = await record();
  expect(unmarkedSecrets(recording, ["ghs_0123456789abcdef", "correct-horse-battery"])).toEqual([]);
  expect(recording.resource("scale-relay-secret").inputs["stringData"]).toEqual({
    "shared-secret": "correct-horse-battery",
    "github-token": "ghs_0123456789abcdef",
  });
  const template = (of: typeof recording): string => JSON.stringify(of.resource("scale-relay-deployment").inputs);
  expect(template(await record({ sharedSecret: "another-horse-battery" }))).not.toBe(template(recording));
});

it("gives the relay settings that it accepts", async () => {
  const recording = await record({ workflow: "grow.yml", coolDownSeconds: { up: 60, down: 120 }, dryRun: true });
  const [, ...rest] = JSON.stringify(recording.resource("scale-relay-deployment").inputs).split('"env":');
  const end = rest.join("").indexOf("]");
  const variables = JSON.parse(rest.join("").slice(0, end + 1)) as { name: string; value: string }[];
  const environment = Object.fromEntries(variables.map(({ name, value }) => [name, value]));
  expect(readSettings(environment, () => "a-secret-that-is-long")).toMatchObject({
    repository: "acme/mesh",
    workflow: "grow.yml",
    coolDownSeconds: { scale_up: 60, scale_down: 120 },
    dryRun: true,
    stack: "mesh",
    minNodes: 3,
    maxNodes: 6,
  });
});

it.each<[string, Partial<ScaleRelayArgs>, string]>([
  ["a repository without its owner", { repository: "mesh" }, 'scaleRelay.repository: must be owner/name (found "mesh")'],
  ["an image without a version", { image: "ghcr.io/acme/scale-relay" }, "scaleRelay.image: names no version"],
  ["the latest image", { image: "ghcr.io/acme/scale-relay:latest" }, "scaleRelay.image: names no version"],
  ["a minimum above the maximum", { minNodes: 7 }, "scaleRelay.minNodes: is more than maxNodes (6) (found 7)"],
])("refuses %s", async (_, change, message) => {
  await expect(record(change)).rejects.toThrow(message);
});

it("takes an image by its digest", async () => {
  const image = `ghcr.io/acme/scale-relay@sha256:${"0".repeat(64)}`;
  expect((await record({ image })).resources).toHaveLength(6);
});
