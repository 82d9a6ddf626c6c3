import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { readPropertiesOnce } from "./read-once";

interface Deserialization {
  readonly deserializeProperties: (message: Struct, keepsSecrets: boolean) => unknown;
}

it("properties are read once, except where a policy may change them", () => {
  expect(readPropertiesOnce()).toBe(true);
  const sdk = jest.requireActual<Deserialization>("@pulumi/policy/deserialize");
  const message = Struct.fromJavaScript({ replicas: 2 });
  expect(sdk.deserializeProperties(message, false)).toEqual({ replicas: 2 });
  expect(sdk.deserializeProperties(message, false)).toBe(sdk.deserializeProperties(message, false));
  expect(sdk.deserializeProperties(message, true)).not.toBe(sdk.deserializeProperties(message, true));
});
