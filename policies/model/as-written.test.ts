import { asWritten } from "./as-written";

const live = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: {
    name: "web",
    namespace: "apps",
    uid: "1",
    labels: { app: "web", added: "later" },
    managedFields: [
      {
        manager: "pulumi-kubernetes-0123abcd",
        fieldsV1: {
          "f:metadata": { "f:labels": { "f:app": {} }, "f:finalizers": { 'v:"kept"': {} } },
          "f:spec": {
            "f:template": { "f:spec": { "f:containers": { 'k:{"name":"web"}': { ".": {}, "f:name": {}, "f:args": {} } } } },
          },
        },
      },
      { manager: "keda", fieldsV1: { "f:spec": { "f:replicas": {} } } },
    ],
    finalizers: ["kept", "foreign"],
  },
  spec: {
    replicas: 1,
    template: {
      spec: {
        containers: [{ name: "web", args: ["a", "b"], imagePullPolicy: "Always" }, { name: "injected" }],
      },
    },
  },
  status: { replicas: 1 },
};

it("leaves out defaults, what others own and what controllers say", () => {
  expect(asWritten(live)).toEqual({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "web", namespace: "apps", uid: "1", labels: { app: "web" }, finalizers: ["kept"] },
    spec: { template: { spec: { containers: [{ name: "web", args: ["a", "b"] }] } } },
  });
});

it("takes everything for written where no owner shows", () => {
  const { managedFields, ...metadata } = live.metadata;
  expect(managedFields).toHaveLength(2);
  expect(asWritten({ ...live, metadata })).toEqual({ ...live, metadata });
  expect(asWritten({ chart: "keda" })).toEqual({ chart: "keda" });
});
