import { readFileSync } from "node:fs";
import { join } from "node:path";
import { mutatedOrGenerated, objectsIn } from "./testing/kyverno";

const fixture = (file: string): string => join(__dirname, "fixtures", file);

jest.setTimeout(600_000);

/** `placement-policy.yaml` is what the component makes: placement-policy.test.ts keeps the two equal. */
it("places pods through Kyverno's own CLI, those that ask for nothing and those that ask for much", async () => {
  const [policy = {}] = objectsIn(readFileSync(fixture("placement-policy.yaml"), "utf8"));
  const placed = await mutatedOrGenerated({ policy, resources: fixture("pods.yaml"), values: fixture("values.yaml") });
  const expected = objectsIn(readFileSync(fixture("pods.placed.yaml"), "utf8"));
  expect(expected).toHaveLength(2);
  expect(placed).toEqual(expected);
});
