import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describePolicies, policiesMarkdown } from "./catalogue";
import { rules } from "./rules";

it("the reference page in docs is up to date (npm run -s policies -- --markdown > docs/policies.md)", () => {
  expect(readFileSync(join(__dirname, "../docs/policies.md"), "utf8")).toBe(policiesMarkdown());
});

it("describes every rule: what, why, what to change, and a configuration that may hold exemptions", () => {
  expect(describePolicies().map(({ id }) => id)).toEqual(rules.map(({ id }) => id));
  for (const { id, description, why, remediation, url, configuration } of describePolicies()) {
    expect({ id, url }).toEqual({ id: expect.stringMatching(/^[a-z]+(-[a-z]+)+$/) as string, url: `docs/policies.md#${id}` });
    for (const text of [description, why, remediation]) {
      expect(text).toMatch(/^[A-Z].{30,}\.$/);
    }
    expect(configuration).toMatchObject({
      type: "object",
      additionalProperties: false,
      properties: { exemptions: { items: { required: ["subject", "reason", "until"] } } },
    });
  }
});

it("the ids are sorted, so that lists of them are", () => {
  const ids = rules.map(({ id }) => id);
  expect(ids).toEqual([...ids].sort());
});
