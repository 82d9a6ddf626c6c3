"use strict";
// Where Pulumi starts the pack. Plain JavaScript, because reading TypeScript is what takes the time: translating the
// rules and loading a thousand modules took three seconds of each preview; one file that V8 has compiled before, a
// quarter of one. It is made anew whenever a source differs.
const { join } = require("node:path");
const { bundleOf } = require("./bundle/pack-bundle");

const root = join(__dirname, "..");
const bundle = bundleOf({ root, entry: "policies/serve.ts", folder: join(root, ".cache", "policy-pack") });
if (bundle === undefined) {
  // Nothing can be written here: as any pack in TypeScript, only slower.
  require("tsx/cjs");
  require("./serve");
} else {
  bundle.load();
}
