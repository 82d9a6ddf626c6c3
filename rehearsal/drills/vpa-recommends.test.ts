import { complaints } from "./vpa-recommends";

type Autoscaler = Parameters<typeof complaints>[0][number];

function autoscaler(conditions: Autoscaler["status"]["conditions"]): Autoscaler {
  return {
    metadata: { namespace: "apps", name: "web" },
    spec: {
      targetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
      updatePolicy: { updateMode: "Initial" },
      resourcePolicy: { containerPolicies: [{ maxAllowed: { cpu: "1", memory: "1Gi" }, controlledResources: ["cpu"] }] },
    },
    status: { conditions },
  };
}

const noPods = { type: "NoPodsMatched", status: "True", message: "No pods match this VPA object" };

it.each<[string, Autoscaler["status"]["conditions"], readonly string[]]>([
  ["has not been looked at", [], ["the recommender has not looked at it"]],
  ["waits for something to be used", [{ type: "RecommendationProvided", status: "False", message: "" }], []],
  ["is no longer wrong", [{ ...noPods, status: "False" }], []],
  ["finds no pod", [noPods], ["the recommender says NoPodsMatched: No pods match this VPA object"]],
])("says what the recommender has against an object that %s", (_, conditions, messages) => {
  expect(complaints([autoscaler([])], [autoscaler(conditions)]).map(({ message }) => message)).toEqual(messages);
});
