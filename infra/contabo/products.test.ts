import { contaboProduct, contaboProducts } from "./products";

it("knows each product once", () => {
  expect(new Set(contaboProducts.map(({ id }) => id)).size).toBe(contaboProducts.length);
  expect(contaboProduct("V92")).toMatchObject({ name: "VPS 10 SSD", vcpus: 4, memoryGiB: 8, diskGb: 150 });
});

it.each([
  ["VPS 20", "did you mean V94 (VPS 20 NVMe)?"],
  ["V992", 'did you mean "V92"?'],
])("refuses %s and says what may be meant", (id, hint) => {
  expect(() => contaboProduct(id)).toThrow(hint);
});
