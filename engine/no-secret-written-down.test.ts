import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { loopbackCredentials } from "../infra/contabo/testing/loopback-api";
import { readRecordedState, recordedStates } from "./recorded-states/recorded-state";

const root = join(__dirname, "..");
/** Forms of secrets that no page, schema or setting has a use for. */
const forms = [/-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/]{16}/, /\bAKIA[0-9A-Z]{16}\b/, /\bgh[pousr]_[A-Za-z0-9]{36}\b/];
const ofFixtures = [...Object.values(loopbackCredentials), "fixture-secret", "value-of-"];

function texts(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => [".md", ".json", ".yaml", ".svg"].includes(extname(name)))
    .map((name) => join(folder, name));
}

const files = [
  "README.md",
  ...texts("docs"),
  ...texts("schema"),
  ...texts(".github"),
  ...readdirSync(root).filter((name) => /^Pulumi.*yaml$/.test(name)),
];

it.each(files)("%s holds no secret", (file) => {
  const text = readFileSync(join(root, file), "utf8");
  expect(forms.filter((form) => form.test(text))).toEqual([]);
  expect(ofFixtures.filter((secret) => text.includes(secret))).toEqual([]);
});

it.each(recordedStates())("the state of $stack that release $release has left holds secrets as such alone", (recorded) => {
  const text = JSON.stringify(readRecordedState(recorded)).replace(/"plaintext":"(\\.|[^"\\])*"/g, "");
  expect(forms.filter((form) => form.test(text))).toEqual([]);
  expect(ofFixtures.filter((secret) => text.includes(secret))).toEqual([]);
});
