import { deployment } from "../examples/deployment";
import { type Manifest, withField } from "../examples/manifest";
import { unknownValue } from "../model/properties";
import { messagesAbout, ruleMessages } from "../testing/rule-findings";
import { noSecretsInPlainText } from "./no-secrets-in-plain-text";

it.each<[string, string, boolean]>([
  ["DATABASE_PASSWORD", "correct horse", true],
  ["API_TOKEN", "0123456789", true],
  ["AWS_SECRET_ACCESS_KEY", "abcdefgh", true],
  ["apikey", "abcdefgh", true],
  // A path, a switch, a number, another variable, nothing.
  ["DATABASE_PASSWORD", "/run/secrets/password", false],
  ["USE_TOKEN", "true", false],
  ["MAX_TOKEN", "4096", false],
  ["DATABASE_PASSWORD", "$(PASSWORD)", false],
  ["DATABASE_PASSWORD", "", false],
  ["DATABASE_PASSWORD_FILE", "whatever", false],
  ["TOKENIZER", "bert", false],
])("variable %s=%s", (name, value, refused) => {
  const messages = ruleMessages(noSecretsInPlainText, [
    withField(deployment, ["spec", "template", "spec", "containers", 0, "env"], [{ name, value }]),
  ]);
  expect(messages).toEqual(refused ? [`violation: Container app of Deployment home/dashboard has the value of ${name} written down.`] : []);
});

it("looks into ConfigMaps, for names and for private keys, and never prints a value", () => {
  const configMap = (key: string, value: string): Manifest => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { namespace: "home", name: "settings" },
    data: { [key]: value },
  });
  const refused = (key: string) => [`violation: ConfigMap home/settings holds a secret in plain text: data["${key}"].`];
  expect(ruleMessages(noSecretsInPlainText, [configMap("db-password", "correct horse")])).toEqual(refused("db-password"));
  expect(ruleMessages(noSecretsInPlainText, [configMap("tls.pem", "-----BEGIN EC PRIVATE KEY-----\nMHc")])).toEqual(refused("tls.pem"));
  expect(ruleMessages(noSecretsInPlainText, [configMap("ca.pem", "-----BEGIN CERTIFICATE-----\nMIIB")])).toEqual([]);
});

it.each<[string, object, readonly string[]]>([
  ["in camel case, at any depth", { auth: { adminPassword: "correct horse" } }, ["values.auth.adminPassword"]],
  ["in a list", { users: [{ name: "a", token: "0123456789" }] }, ["values.users[0].token"]],
  ["the name of a Secret", { existingSecret: "database", auth: { secretName: "database" } }, []],
  ["an empty one, a switch, a reference", { password: "", usePassword: true, token: "$(TOKEN)" }, []],
  ["one that is not known yet", { auth: { password: unknownValue } }, []],
])("looks into the values of a Helm release: %s", (_, values, paths) => {
  const type = "kubernetes:helm.sh/v3:Release";
  const properties = { chart: "postgresql", version: "16.0.0", name: "database", namespace: "home", values };
  expect(messagesAbout(noSecretsInPlainText, [{ type, name: "database", urn: "database", properties }])).toEqual(
    paths.map((path) => `advice: Release home/database is given a value that is named like a secret: ${path}.`),
  );
});
