import { plan } from "../infra/placement/plan";
import { stackConfigSchema } from "../infra/stack/config";
import { loadStack } from "../infra/stack/load-stack";
import { documentedDefinition } from "./testing/documented-definition";

test("the cluster that the README describes loads and plans", () => {
  const planned = plan(loadStack(documentedDefinition("README.md"), stackConfigSchema.parse({})).problem);
  expect(planned.workloads.map(({ name, nodes }) => [name, nodes])).toEqual([["jellyfin", ["gamer"]]]);
  expect(planned.status).toBe("optimal");
});
