import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseManifests, readManifests } from "./manifests";
import { permissionsOf } from "./controller-chart";

const role = "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: a\n";
const service = "apiVersion: v1\nkind: Service\nmetadata:\n  name: b\n  namespace: n\n";

it("reads the documents of a text, and passes over empty ones", () => {
  const objects = parseManifests(`---\n# nothing\n---\n${role}---\n${service}`);
  expect(objects.map(({ kind, metadata }) => ({ kind, ...metadata }))).toEqual([
    { kind: "ClusterRole", name: "a" },
    { kind: "Service", name: "b", namespace: "n" },
  ]);
  expect(permissionsOf(objects).map(({ kind }) => kind)).toEqual(["ClusterRole"]);
});

it("refuses what is no object", () => {
  expect(() => parseManifests("kind: ClusterRole\n")).toThrow("apiVersion");
});

it("reads the YAML files of a folder in their order, without what belongs to kustomize", () => {
  const folder = mkdtempSync(join(tmpdir(), "berth-manifests-"));
  try {
    writeFileSync(join(folder, "b.yaml"), service);
    writeFileSync(join(folder, "a.yaml"), role);
    writeFileSync(join(folder, "kustomization.yaml"), "resources: [a.yaml]\n");
    mkdirSync(join(folder, "patches"));
    expect(readManifests(folder).map(({ kind }) => kind)).toEqual(["ClusterRole", "Service"]);
    expect(readManifests(join(folder, "b.yaml")).map(({ kind }) => kind)).toEqual(["Service"]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
