import type { StackDefinition } from "../../stack/definition";
import { mistakesIn } from "../../stack/testing/mistakes";
import { validDefinition, withExtraWorkload, withNamespace, withWorkload } from "../../stack/testing/valid-stack";
import type { WorkloadRow } from "../schema";

function extra(change: Partial<WorkloadRow> & Pick<WorkloadRow, "name">, definition?: StackDefinition): StackDefinition {
  return withExtraWorkload({ namespace: "home", kind: "Deployment", managedBy: "argocd", requests: {}, ...change }, definition);
}

describe("names", () => {
  it.each<[string, StackDefinition, object]>([
    [
      "a namespace listed twice",
      { ...validDefinition, namespaces: [...validDefinition.namespaces, { name: "media", tier: "4-aux" }] },
      { path: "namespaces[media]", message: "is listed twice", fix: "remove one of them, or give it another name" },
    ],
    [
      "a workload listed twice",
      extra({ name: "mosquitto" }),
      { path: "workloads[home/mosquitto]", message: "is listed twice", fix: "remove one of them, or give it another name" },
    ],
    [
      "a volume listed twice",
      withWorkload("media/sonarr", {
        volumes: [
          { name: "config", storage: "network" },
          { name: "config", storage: "network" },
        ],
      }),
      { path: "workloads[media/sonarr].volumes[config]", message: "is listed twice", fix: "remove one of them, or give it another name" },
    ],
    [
      "a misspelt namespace",
      extra({ name: "radarr", namespace: "medai" }),
      {
        path: "workloads[medai/radarr].namespace",
        message: "is no namespace of this stack",
        value: '"medai"',
        fix: 'did you mean "media"?',
      },
    ],
    [
      "a namespace of another stack",
      extra({ name: "radarr", namespace: "vpn-gateway" }),
      {
        path: "workloads[vpn-gateway/radarr].namespace",
        message: "is no namespace of this stack",
        value: '"vpn-gateway"',
        fix: "add it to the namespaces",
      },
    ],
  ])("%s", (_, definition, finding) => {
    expect(mistakesIn(definition)).toEqual([finding]);
  });

  it("of containers are their own", () => {
    const containers = [0, 1].map(() => ({ name: "app", image: "nginx:1.29", requests: {} }));
    expect(mistakesIn(withWorkload("home/dashboard", { containers }))).toEqual([
      { path: "workloads[home/dashboard].containers[app]", message: "is listed twice", fix: "remove one of them, or give it another name" },
    ]);
  });

  it("of namespaces whose own row is wrong are still known", () => {
    const wrong: unknown = "5-none";
    expect(mistakesIn(withNamespace("media", { tier: wrong as "4-aux" }))).toEqual([
      { path: "namespaces[media].tier", message: 'must be one of "0-core", "1-cluster", "2-gpu", "3-edge", "4-aux"', value: '"5-none"' },
    ]);
  });
});

describe("the snapshot", () => {
  it.each<[string, StackDefinition]>([
    ["of a workload that does not run yet", withWorkload("home/mosquitto", { current: {} })],
    ["of a workload that KEDA has at zero", withWorkload("media/sonarr", { current: {} })],
    ["of several pods on a node", withWorkload("home/mosquitto", { replicas: 3, current: { worker1: 2, gpu1: 1 } })],
  ])("is right: %s", (_, definition) => {
    expect(mistakesIn(definition)).toEqual([]);
  });

  it.each<[string, StackDefinition, object]>([
    [
      "of a misspelt machine",
      withWorkload("home/mosquitto", { current: { woker1: 1 } }),
      { path: "workloads[home/mosquitto].current.woker1", message: "is no machine of this stack", fix: 'did you mean "worker1"?' },
    ],
    [
      "of an unknown machine",
      withWorkload("home/mosquitto", { current: { talos07: 1 } }),
      {
        path: "workloads[home/mosquitto].current.talos07",
        message: "is no machine of this stack",
        fix: "known machines: cp1, gpu1, worker1",
      },
    ],
    [
      "that loses pods",
      withWorkload("home/mosquitto", { replicas: 3, current: { worker1: 1, gpu1: 1 } }),
      {
        path: "workloads[home/mosquitto].current",
        message: "accounts for 2 of 3 replicas",
        value: '{"worker1":1,"gpu1":1}',
        fix: "make the pods per node add up to replicas",
      },
    ],
    [
      "that does not fit the default of one replica",
      withWorkload("home/mosquitto", { current: { worker1: 2 } }),
      {
        path: "workloads[home/mosquitto].current",
        message: "accounts for 2 of 1 replicas",
        value: '{"worker1":2}',
        fix: "make the pods per node add up to replicas",
      },
    ],
  ])("is wrong: %s", (_, definition, finding) => {
    expect(mistakesIn(definition)).toEqual([finding]);
  });
});

describe("colocateWith", () => {
  const next = (id: string, partner: string, definition?: StackDefinition) => withWorkload(id, { colocateWith: partner }, definition);

  it("may form a chain", () => {
    expect(mistakesIn(next("home/zigbee2mqtt", "home/mosquitto", next("home/mosquitto", "media/jellyfin")))).toEqual([]);
  });

  it("names a workload that exists", () => {
    expect(mistakesIn(next("home/zigbee2mqtt", "home/mosquito"))).toEqual([
      {
        path: "workloads[home/zigbee2mqtt].colocateWith",
        message: "is no workload of this stack",
        value: '"home/mosquito"',
        fix: 'did you mean "home/mosquitto"?',
      },
    ]);
  });

  it("is not cyclic; the circle is shown once", () => {
    const circle = next(
      "home/zigbee2mqtt",
      "media/jellyfin",
      next("media/jellyfin", "home/mosquitto", next("home/mosquitto", "home/zigbee2mqtt")),
    );
    const leadingIn = next("media/sonarr", "home/mosquitto", circle);
    expect(mistakesIn(leadingIn)).toEqual([
      {
        path: "workloads[home/mosquitto].colocateWith",
        message: "is cyclic: each waits for the other to be placed first",
        value: "home/mosquitto -> home/zigbee2mqtt -> media/jellyfin -> home/mosquitto",
        fix: "remove one of these colocateWith",
      },
    ]);
  });

  it("is not itself", () => {
    expect(mistakesIn(next("home/mosquitto", "home/mosquitto")).map(({ value }) => value)).toEqual(["home/mosquitto -> home/mosquitto"]);
  });
});

describe("pod labels", () => {
  it("find the pods of one workload", () => {
    const first = withWorkload("home/mosquitto", { podLabels: { app: "mqtt", part: "broker" } });
    expect(mistakesIn(withWorkload("home/zigbee2mqtt", { podLabels: { app: "mqtt", part: "bridge" } }, first))).toEqual([]);
    expect(mistakesIn(withWorkload("home/zigbee2mqtt", { podLabels: { app: "mqtt" } }, first))).toEqual([
      {
        path: "workloads[home/zigbee2mqtt].podLabels",
        message: "would find the pods of home/mosquitto too",
        value: '{"app":"mqtt"}',
        fix: "add a label that only its own pods have, such as app.kubernetes.io/component",
      },
    ]);
  });

  it("may be the same in another namespace", () => {
    expect(mistakesIn(extra({ name: "mosquitto", namespace: "media" }))).toEqual([]);
  });

  it("are not empty", () => {
    expect(mistakesIn(withWorkload("home/mosquitto", { podLabels: {} }))).toEqual([
      {
        path: "workloads[home/mosquitto].podLabels",
        message: "would find every pod of its namespace",
        value: "{}",
        fix: "give the labels that its pods have, or leave podLabels out",
      },
    ]);
  });
});
