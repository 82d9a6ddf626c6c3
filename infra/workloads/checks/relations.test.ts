import type { StackDefinition } from "../../stack/definition";
import { mistakesIn } from "../../stack/testing/mistakes";
import { withMachine, withWorkload } from "../../stack/testing/valid-stack";
import type { WorkloadRow } from "../schema";

type Term = NonNullable<WorkloadRow["podAffinity"]>[number];

const mosquitto = (change: Partial<WorkloadRow>, definition?: StackDefinition) => withWorkload("home/mosquitto", change, definition);
const dashboard: Term = { topology: "node", selector: { matchLabels: { "app.kubernetes.io/name": "dashboard" } } };
const away = (change: Partial<Term>) => mosquitto({ podAntiAffinity: [{ ...dashboard, ...change }] });
const racks = withMachine("worker1", { labels: { "example.com/rack": "a" } });

describe("pods near and far from others", () => {
  it.each<[string, StackDefinition]>([
    ["go by name", away({})],
    ["look at other namespaces", away({ selector: { matchLabels: { "app.kubernetes.io/name": "sonarr" } }, namespaces: ["media"] })],
    ["look everywhere", away({ selector: {}, namespaces: "all" })],
    [
      "go by expressions",
      away({ selector: { matchExpressions: [{ key: "app.kubernetes.io/name", operator: "NotIn", values: ["mosquitto"] }] } }),
    ],
    ["share a label of the user's", mosquitto({ podAffinity: [{ ...dashboard, topology: "example.com/rack" }] }, racks)],
  ])("can %s", (_, definition) => {
    expect(mistakesIn(definition)).toEqual([]);
  });

  it.each<[string, StackDefinition, object]>([
    [
      "a misspelt label",
      away({ selector: { matchLabels: { "app.kubernetes.io/name": "dashbord" } } }),
      {
        path: "workloads[home/mosquitto].podAntiAffinity[0].selector",
        message: "selects no pod of home",
        value: '{"matchLabels":{"app.kubernetes.io/name":"dashbord"},"matchExpressions":[]}',
        fix: 'did you mean "app.kubernetes.io/name=dashboard"?',
      },
    ],
    [
      "pods of another namespace",
      away({ selector: { matchLabels: { "app.kubernetes.io/name": "sonarr" } } }),
      {
        path: "workloads[home/mosquitto].podAntiAffinity[0].selector",
        message: "selects no pod of home",
        value: '{"matchLabels":{"app.kubernetes.io/name":"sonarr"},"matchExpressions":[]}',
        fix: "such pods are in media: name it in namespaces",
      },
    ],
    [
      "labels that no row has",
      away({ selector: { matchExpressions: [{ key: "tenant", operator: "Exists" }] }, namespaces: "all" }),
      {
        path: "workloads[home/mosquitto].podAntiAffinity[0].selector",
        message: "selects no pod of any namespace",
        value: '{"matchLabels":{},"matchExpressions":[{"key":"tenant","operator":"Exists"}]}',
        fix: "select by labels that stand in the podLabels of a workload",
      },
    ],
    [
      "a misspelt namespace",
      away({ namespaces: ["home", "medai"] }),
      {
        path: "workloads[home/mosquitto].podAntiAffinity[0].namespaces",
        message: "has what is no namespace of this stack",
        value: '"medai"',
        fix: 'did you mean "media"?',
      },
    ],
    [
      "domains of a label that no machine has",
      mosquitto({ podAffinity: [{ ...dashboard, topology: "example.com/rak" }] }, racks),
      {
        path: "workloads[home/mosquitto].podAffinity[0].topology",
        message: "is a label that no machine has",
        value: '"example.com/rak"',
        fix: 'did you mean "example.com/rack"?',
      },
    ],
    [
      "a preference",
      mosquitto({ podAffinity: [{ ...dashboard, ...{ weight: 100 } }] }),
      {
        path: "workloads[home/mosquitto].podAffinity[0].weight",
        message: "is not a known field",
        value: "100",
        fix: "known here: namespaces, selector, topology",
      },
    ],
    [
      "terms of a DaemonSet",
      withWorkload("kube-system/cilium", { podAntiAffinity: [{ topology: "node", selector: {} }] }),
      {
        path: "workloads[kube-system/cilium].podAntiAffinity",
        message: "is not for a DaemonSet: a DaemonSet has one pod on each node that it tolerates and selects",
        fix: "remove it",
      },
    ],
  ])("cannot have %s", (_, definition, finding) => {
    expect(mistakesIn(definition)).toEqual([finding]);
  });
});

describe("who is placed first", () => {
  const named = (name: string): Term => ({ topology: "node", selector: { matchLabels: { "app.kubernetes.io/name": name } } });
  const zigbee = (change: Partial<WorkloadRow>, definition?: StackDefinition) => withWorkload("home/zigbee2mqtt", change, definition);

  it.each<[string, StackDefinition]>([
    ["what another waits for", zigbee({ podAffinity: [named("mosquitto")] }, mosquitto({ podAffinity: [named("dashboard")] }))],
    ["a pod that meets its own terms", mosquitto({ podAffinity: [named("mosquitto")] })],
    [
      "one of a circle that any of several pods breaks",
      zigbee(
        { podAffinity: [named("mosquitto")] },
        mosquitto({
          podAffinity: [
            {
              topology: "node",
              selector: { matchExpressions: [{ key: "app.kubernetes.io/name", operator: "In", values: ["zigbee2mqtt", "dashboard"] }] },
            },
          ],
        }),
      ),
    ],
  ])("can be %s", (_, definition) => {
    expect(mistakesIn(definition)).toEqual([]);
  });

  const message = "waits for pods that can only run after it, or that wait for each other";
  const fix = "remove one of the terms of this circle";

  it("is nobody in a circle of terms", () => {
    expect(mistakesIn(zigbee({ podAffinity: [named("mosquitto")] }, mosquitto({ podAffinity: [named("zigbee2mqtt")] })))).toEqual([
      { path: "workloads[home/mosquitto].podAffinity", message, value: "home/zigbee2mqtt", fix },
      { path: "workloads[home/zigbee2mqtt].podAffinity", message, value: "home/mosquitto", fix },
    ]);
  });

  it("is nobody in a circle of a term and a colocation, nor a pod that meets one of its terms alone", () => {
    const circle = zigbee({ colocateWith: "home/mosquitto" }, mosquitto({ podAffinity: [named("mosquitto"), named("zigbee2mqtt")] }));
    expect(mistakesIn(circle)).toEqual([
      { path: "workloads[home/mosquitto].podAffinity", message, value: "home/mosquitto, home/zigbee2mqtt", fix },
    ]);
  });
});

describe("the spread of pods", () => {
  it.each<[string, StackDefinition]>([
    ["over one kind of domain", mosquitto({ spread: { over: "node", strict: true, minDomains: 2, nodeTaintsPolicy: "Ignore" } })],
    ["over several", mosquitto({ spread: [{ over: "node" }, { over: "example.com/rack", strict: true }] }, racks)],
    ["strictly and by preference over the same", mosquitto({ spread: [{ over: "node" }, { over: "node", strict: true, maxSkew: 2 }] })],
  ])("can be %s", (_, definition) => {
    expect(mistakesIn(definition)).toEqual([]);
  });

  it.each<[string, StackDefinition, object]>([
    [
      "a least number of domains that is only preferred",
      mosquitto({ spread: { over: "node", minDomains: 2 } }),
      {
        path: "workloads[home/mosquitto].spread.minDomains",
        message: "needs a strict constraint: one that is only preferred has no least number of domains",
        value: "2",
        fix: "set strict: true, or remove minDomains",
      },
    ],
    [
      "the same constraint twice",
      mosquitto({ spread: [{ over: "node" }, { over: "kubernetes.io/hostname", maxSkew: 3 }] }),
      {
        path: "workloads[home/mosquitto].spread[1]",
        message: "is over the same domains as spread[0], and both are not strict",
        value: '"kubernetes.io/hostname"',
        fix: "keep the one with the smaller maxSkew",
      },
    ],
    [
      "zones that there are not, among others",
      mosquitto({ spread: [{ over: "node" }, { over: "zone" }] }),
      {
        path: "workloads[home/mosquitto].spread[1].over",
        message: "needs zones, and no machine is in one",
        value: '"zone"',
        fix: 'give the machines a zone, or use "node"',
      },
    ],
    [
      "a misspelt field of one of several",
      mosquitto({ spread: [{ over: "node", ...{ maxSkw: 2 } }] }),
      { path: "workloads[home/mosquitto].spread[0].maxSkw", message: "is not a known field", value: "2", fix: 'did you mean "maxSkew"?' },
    ],
  ])("cannot have %s", (_, definition, finding) => {
    expect(mistakesIn(definition)).toEqual([finding]);
  });
});

describe("ports of nodes", () => {
  const container = { name: "app", image: "example.com/app:1", requests: {} };
  const port = { name: "dns", containerPort: 53, hostPort: 53 };
  const owned = (...ports: object[]) =>
    withWorkload("home/dashboard", {
      containers: ports.map((change, index) => ({ ...container, name: `c${index}`, ports: [{ ...port, ...change }] })),
    });

  it.each<[string, StackDefinition]>([
    ["the same for two protocols", owned({}, { protocol: "UDP" })],
    ["the same at two addresses", owned({ hostIP: "192.168.1.12" }, { hostIP: "192.168.1.13" })],
    ["of others than Berth", mosquitto({ hostPorts: [{ port: 1883 }] })],
    ["of a DaemonSet", withWorkload("kube-system/cilium", { hostPorts: [{ port: 4240 }] })],
  ])("can be %s", (_, definition) => {
    expect(mistakesIn(definition)).toEqual([]);
  });

  it.each<[string, StackDefinition, object]>([
    [
      "taken twice by one pod",
      owned({ hostIP: "192.168.1.13" }, { hostIP: "192.168.1.13" }),
      {
        path: "workloads[home/dashboard].containers",
        message: "takes a port of its node twice",
        value: "192.168.1.13:53/TCP",
        fix: "remove one of them, or give it another port",
      },
    ],
    [
      "listed twice",
      mosquitto({ hostPorts: [{ port: 1883 }, { port: 1883, protocol: "TCP" }] }),
      {
        path: "workloads[home/mosquitto].hostPorts",
        message: "takes a port of its node twice",
        value: "0.0.0.0:1883/TCP",
        fix: "remove one of them, or give it another port",
      },
    ],
    [
      "listed besides containers",
      withWorkload("home/dashboard", { hostPorts: [{ port: 80 }] }),
      {
        path: "workloads[home/dashboard].hostPorts",
        message: 'is not for a workload that is managedBy "berth"',
        fix: "give the container's port its hostPort",
      },
    ],
  ])("cannot be %s", (_, definition, finding) => {
    expect(mistakesIn(definition)).toEqual([finding]);
  });
});

describe("a rollout", () => {
  it.each<[string, Partial<WorkloadRow>]>([
    ["without surge", { rollout: { maxSurge: 0, maxUnavailable: 1 } }],
    ["with as many pods again", { rollout: { maxSurge: "200%", maxUnavailable: 0 } }],
    ["that rounds to nothing", { rollout: { maxSurge: 0, maxUnavailable: "1%" } }],
  ])("can be one %s", (_, change) => {
    expect(mistakesIn(mosquitto(change))).toEqual([]);
  });

  it.each<[string, StackDefinition, object]>([
    [
      "begin with neither a new nor without an old pod",
      mosquitto({ rollout: { maxSurge: "0%", maxUnavailable: 0 } }),
      {
        path: "workloads[home/mosquitto].rollout",
        message: "lets no pod start before an old one ends, and no old one end before: it cannot begin",
        value: '{"maxSurge":"0%","maxUnavailable":0}',
        fix: "set maxUnavailable: 1, or a maxSurge above zero",
      },
    ],
    [
      "be that of a StatefulSet",
      withWorkload("databases/postgres", { rollout: { maxSurge: 1 } }),
      {
        path: "workloads[databases/postgres].rollout",
        message: "is not for a StatefulSet: only a Deployment has one",
        value: '{"maxSurge":1,"maxUnavailable":"25%"}',
        fix: "remove it",
      },
    ],
    [
      "take more pods away than there are",
      mosquitto({ rollout: { maxUnavailable: "101%" } }),
      {
        path: "workloads[home/mosquitto].rollout.maxUnavailable",
        message: "must be a whole number or a percentage such as 50%",
        value: '"101%"',
      },
    ],
  ])("cannot %s", (_, definition, finding) => {
    expect(mistakesIn(definition)).toEqual([finding]);
  });
});
