import { AskedOnce } from "./asked-once";

it("makes one value for all policies, and a new one when a policy comes back", () => {
  const models = new AskedOnce<number>();
  let made = 0;
  const ask = (subject: string, policy: string): number => models.for(subject, policy, () => ++made);
  expect([ask("a", "one"), ask("a", "two"), ask("b", "one"), ask("a", "three"), ask("b", "two")]).toEqual([1, 1, 2, 1, 2]);
  expect([ask("a", "one"), ask("a", "two"), ask("b", "three")]).toEqual([3, 3, 2]);
});
