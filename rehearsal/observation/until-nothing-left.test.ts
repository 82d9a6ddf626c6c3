import { untilNothingLeft } from "./until-nothing-left";

it("looks until nothing is left", async () => {
  const looks = [["a", "b"], ["b"], []];
  expect(await untilNothingLeft(async () => Promise.resolve(looks.shift() ?? ["looked too often"]), { intervalMilliseconds: 1 })).toEqual(
    [],
  );
});

it("gives what is left when that takes too long", async () => {
  expect(await untilNothingLeft(async () => Promise.resolve(["a"]), { timeoutMilliseconds: 1, intervalMilliseconds: 1 })).toEqual(["a"]);
});

it("hands on what goes wrong", async () => {
  await expect(untilNothingLeft(async () => Promise.reject(new Error("away")))).rejects.toThrow("away");
});
