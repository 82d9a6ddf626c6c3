import { installerImage, schematicId, schematicText } from "./schematic";

it("names a set of extensions as the image factory does", () => {
  // Both are in the documentation of Talos: an image without additions, and one with the guest agent alone.
  expect(schematicId([])).toBe("376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba");
  expect(schematicId(["siderolabs/qemu-guest-agent"])).toBe("ce4c980550dd2ab1b17bbf2b08801c7eb59418eafe8f279833297925d67c7515");
});

it("does not depend on the order in which extensions are listed", () => {
  expect(schematicText(["siderolabs/b", "siderolabs/a"])).toBe(schematicText(["siderolabs/a", "siderolabs/b"]));
});

it("makes one image for each platform", () => {
  expect(installerImage("nocloud", "abc", "v1.12.11")).toBe("factory.talos.dev/nocloud-installer/abc:v1.12.11");
});
