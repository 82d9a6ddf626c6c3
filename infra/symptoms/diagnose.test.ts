import { symptoms } from "./index";
import { diagnosisOf, findingsOf, healthyCluster } from "./testing/healthy-cluster";

it("finds nothing in a cluster that is as planned, and has looked for everything", () => {
  expect(findingsOf(healthyCluster())).toEqual([]);
  expect(diagnosisOf(healthyCluster())).toEqual({
    version: 1,
    stack: "valid",
    server: "https://192.168.1.10:6443",
    found: [],
    notLookedFor: [],
    notFound: symptoms.map(({ title }) => title),
  });
});

it("gives every symptom a name of its own", () => {
  const names = symptoms.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => !/^[a-z]+(-[a-z]+)*$/.test(name))).toEqual([]);
});

it.each(["denied", "absent"] as const)("says what it could not look for where a list is %s", (missing) => {
  const { found, notLookedFor } = diagnosisOf({ ...healthyCluster(), nodes: missing, endpointSlices: missing });
  expect(found).toEqual([]);
  expect(notLookedFor).toEqual([
    { name: "nodes-of-tables", title: "Nodes that differ from the tables", resource: "nodes", missing },
    { name: "node-conditions", title: "Nodes that are not well", resource: "nodes", missing },
    { name: "cards-missing", title: "Nodes whose card cannot be used", resource: "nodes", missing },
    { name: "cards-without-label", title: "Cards that no selector finds", resource: "nodes", missing },
    { name: "failing-admission", title: "Webhooks for pods that do not answer", resource: "endpointslices.discovery.k8s.io", missing },
    { name: "daemons-on-virtual-nodes", title: "DaemonSets with a pod for another cluster", resource: "nodes", missing },
  ]);
});
