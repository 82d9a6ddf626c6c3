import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { readPropertiesOnce } from "./read-once";

interface Deserialization {
  readonly deserializeProperties: (message: Struct, keepsSecrets: boolean) => unknown;
}

interface Guard {
  readonly unknownCheckingProxy: (properties: unknown) => object;
}

it("properties are read once, except where a policy may change them", () => {
  expect(readPropertiesOnce()).toBe(true);
  const sdk = jest.requireActual<Deserialization>("@pulumi/policy/deserialize");
  const message = Struct.fromJavaScript({ replicas: 2 });
  expect(sdk.deserializeProperties(message, false)).toEqual({ replicas: 2 });
  expect(sdk.deserializeProperties(message, false)).toBe(sdk.deserializeProperties(message, false));
  expect(sdk.deserializeProperties(message, true)).not.toBe(sdk.deserializeProperties(message, true));
});

test("properties are read when somebody looks at them", () => {
  const sdk = jest.requireActual<Deserialization>("@pulumi/policy/deserialize");
  const { unknownCheckingProxy } = jest.requireActual<Guard>("@pulumi/policy/proxy");
  const message = Struct.fromJavaScript({ spec: { replicas: 2 }, names: [] });
  const reading = jest.spyOn(message, "toJavaScript");
  const properties = unknownCheckingProxy(sdk.deserializeProperties(message, false));
  expect(reading).not.toHaveBeenCalled();
  expect(Object.keys(properties).sort()).toEqual(["names", "spec"]);
  expect([properties, "spec" in properties, "nothing" in properties]).toEqual([{ spec: { replicas: 2 }, names: [] }, true, false]);
  expect(reading).toHaveBeenCalledTimes(1);
});
