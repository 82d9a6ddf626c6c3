"use strict";
// JavaScript, because an import of TypeScript's cannot change what another module exports.
const deserialization = require("@pulumi/policy/deserialize");

/** @type {import("./read-once").readPropertiesOnce} */
function readPropertiesOnce() {
  const read = deserialization.deserializeProperties;
  if (typeof read !== "function") {
    return false;
  }
  const known = new WeakMap();
  deserialization.deserializeProperties = (message, keepsSecrets) => {
    if (keepsSecrets) {
      // Asked for where a policy may change properties: what it changes is its own.
      return onFirstUse(() => read(message, keepsSecrets));
    }
    if (!known.has(message)) {
      known.set(
        message,
        onFirstUse(() => read(message, keepsSecrets)),
      );
    }
    return known.get(message);
  };
  return true;
}

/** An object that is made when somebody looks at it. */
function onFirstUse(make) {
  let made;
  const get = () => (made ??= make());
  return new Proxy(
    {},
    Object.fromEntries(
      ["get", "set", "has", "deleteProperty", "ownKeys", "getOwnPropertyDescriptor", "defineProperty"].map((trap) => [
        trap,
        (_target, ...rest) => Reflect[trap](get(), ...rest),
      ]),
    ),
  );
}

module.exports = { readPropertiesOnce };
