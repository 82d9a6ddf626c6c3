import type { Admitted } from "../observation/admitted-probe";
import { disagreements } from "./placed-by-kyverno";

const admitted: Admitted = {
  labels: { app: "web", "scaling.talos.io/managed-by": "keda" },
  annotations: {},
  spec: { nodeSelector: { disk: "ssd" }, tolerations: [] },
};
const native = [{ id: "apps/web", admitted }];

it("has nothing to say of pods that are alike", () => {
  expect(disagreements(native, native)).toEqual([]);
});

it("names each field that differs, with both values", () => {
  const other = { labels: { ...admitted.labels, app: "x" }, annotations: { a: "b" }, spec: { tolerations: [{ operator: "Exists" }] } };
  expect(disagreements(native, [{ id: "apps/web", admitted: other }])).toEqual([
    { subject: "apps/web", message: 'metadata.annotations.a is "b" with Kyverno, absent with the API server' },
    { subject: "apps/web", message: 'metadata.labels.app is "x" with Kyverno, "web" with the API server' },
    { subject: "apps/web", message: 'spec.nodeSelector is absent with Kyverno, {"disk":"ssd"} with the API server' },
    { subject: "apps/web", message: 'spec.tolerations is [{"operator":"Exists"}] with Kyverno, [] with the API server' },
  ]);
});

it("says of a pod that Kyverno does not place no more than that", () => {
  const unplaced = { ...admitted, labels: { app: "web" } };
  expect(disagreements(native, [{ id: "apps/web", admitted: unplaced }])).toEqual([
    { subject: "apps/web", message: "Kyverno does not place its pod" },
  ]);
});
