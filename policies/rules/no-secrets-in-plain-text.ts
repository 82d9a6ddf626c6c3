import { type ReleaseView, type WorkloadView } from "../model/cluster";
import { type ConfigMapView } from "../model/object-views";
import { decidedParts } from "../model/undecidable";
import { defineRule, type Violation } from "../rule";

/** Secrets are in Secrets. */
export const noSecretsInPlainText = defineRule({
  id: "no-secrets-in-plain-text",
  displayName: "No secret in plain text",
  description:
    "No variable of a container and no entry of a ConfigMap that is named like a secret has its value written down, and no ConfigMap holds a private key. Values of a Helm release that are named like one are worth a look.",
  why: "Whoever may look at pods or ConfigMaps reads it, and that is nearly everyone; it also ends up in backups, logs and screenshots.",
  remediation: "Put it in a Secret, and refer to that by valueFrom.secretKeyRef or a mounted file.",
  group: "hardware and secrets",
  severity: "critical",
  view: "resource",
  settings: {},
  check(subject) {
    if (subject.type === "workload") {
      return checkContainers(subject);
    }
    if (subject.type === "config-map") {
      return checkConfigMap(subject);
    }
    return subject.type === "release" ? checkRelease(subject) : [];
  },
});

/** The values themselves stay out of the messages. */
function checkContainers({ label, pod }: WorkloadView): Iterable<Violation> {
  return decidedParts(
    (pod.containers ?? []).map(
      (container) => () =>
        container.literalEnvironment
          .filter(({ name, value }) => isSecret(name, value))
          .map(({ name }) => ({ message: `Container ${container.name} of ${label} has the value of ${name} written down.` })),
    ),
  );
}

function checkConfigMap({ label, data }: ConfigMapView): readonly Violation[] {
  return Object.entries(data)
    .filter(([key, value]) => privateKey.test(value) || isSecret(key, value))
    .map(([key]) => ({ message: `${label} holds a secret in plain text: data["${key}"].` }));
}

/** Whether a value is a secret of Pulumi, Pulumi does not show to policies. */
function checkRelease({ label, texts }: ReleaseView): readonly Violation[] {
  return texts
    .filter(({ key, text }) => secretValue.test(key) && !notSecret.test(text.trim()))
    .map(({ path }) => ({
      outcome: "advice",
      message: `${label} is given a value that is named like a secret: ${path}.`,
      remediation: "Let the chart take it from a Secret (existingSecret or the like); at least make it a secret of Pulumi's.",
    }));
}

const secretName = /(^|[_.-])(password|passwd|secret|token|api[_-]?key|private[_-]?key|secret[_-]?key|access[_-]?key)$/i;
/** Keys of Helm values, in the charts' camel case; what ends in Secret is mostly the name of one. */
const secretValue = /(password|passwd|token|apiKey|api_key|privateKey|accessKey)$/i;
const privateKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;
/** An empty value, a switch, a number, a path, or a reference to another variable. */
const notSecret = /^(|true|false|\d{1,5}|\/\S*|\$\([A-Za-z_][A-Za-z0-9_]*\))$/i;

function isSecret(name: string, value: string): boolean {
  return secretName.test(name) && !notSecret.test(value.trim());
}
