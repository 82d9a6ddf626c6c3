import { Properties, unknownValue } from "./properties";
import { UndecidableError } from "./undecidable";

const properties = new Properties({ a: { b: [{ c: 1 }, "x"], "d/e": true, n: null, u: unknownValue, s: "[secret]", t: "50%" } });

it("reads text, numbers, lists and maps", () => {
  expect(properties.at("a", "b").list()[0]?.at("c").text()).toBe("1");
  expect(properties.at("a", "b").texts()).toEqual(["x"]);
  expect(properties.at("a", "d/e").isTrue()).toBe(true);
  expect([properties.at("a", "t").number(), properties.at("a", "t").countOrPercent(), new Properties("7").countOrPercent()]).toEqual([
    undefined,
    "50%",
    7,
  ]);
  expect(new Properties({ a: 1, b: "x", c: {}, d: null }).textMap()).toEqual({ a: "1", b: "x" });
});

it("has no number that cannot be counted to", () => {
  expect(["9".repeat(400), "-12.5"].map((text) => new Properties(text).number())).toEqual([undefined, -12.5]);
});

it("names its places as one writes them", () => {
  expect([properties.at("a", "d/e").path, properties.at("a", "b").list()[1]?.path]).toEqual(['a["d/e"]', "a.b[1]"]);
});

it("is empty where there is nothing or something else", () => {
  const absent = properties.at("a", "n", "z", "toString");
  expect([absent.text(), absent.number(), absent.isPresent(), absent.isTrue(), absent.list(), absent.entries()]).toEqual([
    undefined,
    undefined,
    false,
    false,
    [],
    [],
  ]);
  expect([properties.at("a").list(), properties.at("a", "b").entries(), properties.at("a", "b").text()]).toEqual([[], [], undefined]);
});

it.each(["u", "s"])("does not read what is unknown or redacted (%s), nor anything below it", (key) => {
  const place = properties.at("a", key);
  expect(place.isKnown()).toBe(false);
  expect(() => place.text()).toThrow(new UndecidableError(`a.${key}`));
  expect(() => place.list()).toThrow(UndecidableError);
  expect(() => place.at("below").isPresent()).toThrow(new UndecidableError(`a.${key}.below`));
});
