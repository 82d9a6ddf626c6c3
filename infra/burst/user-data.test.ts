import { requireUserDataFits } from "./user-data";

it("takes a configuration that EC2 takes, and no larger one", () => {
  const most = "x".repeat(16 * 1024);
  expect(requireUserDataFits(most)).toBe(most);
  expect(() => requireUserDataFits(`${most}x`)).toThrow("has 16385 bytes; EC2 takes 16384");
});
