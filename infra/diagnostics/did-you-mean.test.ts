import fc from "fast-check";
import { didYouMean, nearestWord } from "./did-you-mean";

const fields = ["cpu", "memory", "limits", "requests", "replicas", "tolerations"];

describe("didYouMean", () => {
  it.each([
    ["memroy", "memory"],
    ["request", "requests"],
    ["Limits", "limits"],
    ["toleration", "tolerations"],
    ["replcias", "replicas"],
    ["cpus", "cpu"],
  ])("takes %s for %s", (word, meant) => {
    expect(didYouMean(word, fields)).toBe(`did you mean "${meant}"?`);
  });

  it.each(["storage", "gpu-model", "x", ""])("does not guess at %j", (word) => {
    expect(didYouMean(word, fields)).toBeUndefined();
  });

  it("does not depend on the order of the candidates", () => {
    expect(nearestWord("worker3", ["worker2", "worker1"])).toBe("worker1");
    fc.assert(
      fc.property(
        fc.shuffledSubarray(fields, { minLength: fields.length }),
        fc.constantFrom("memry", "limit", "rquests"),
        (shuffled, word) => {
          expect(nearestWord(word, shuffled)).toBe(nearestWord(word, fields));
        },
      ),
    );
  });

  it("finds a word that is there", () => {
    fc.assert(
      fc.property(fc.constantFrom(...fields), (field) => {
        expect(nearestWord(field, fields)).toBe(field);
      }),
    );
  });
});
