import fc from "fast-check";
import { etcdSafety, outlastsStopping } from "./etcd-safety";

test.each([
  [1, 1, 0],
  [2, 2, 0],
  [3, 2, 1],
  [4, 3, 1],
  [5, 3, 2],
])("%i members need %i and can lose %i", (members, quorum, tolerates) => {
  expect(etcdSafety(members)).toEqual({ members, quorum, tolerates });
});

test("a second member adds one that can fail, and tolerates no failure more", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), (half) => {
      expect(etcdSafety(2 * half).tolerates).toBe(etcdSafety(2 * half - 1).tolerates);
    }),
  );
});

test("what is stopped and not removed still counts", () => {
  expect([outlastsStopping(3, 1), outlastsStopping(2, 1), outlastsStopping(1, 1)]).toEqual([true, false, false]);
});
