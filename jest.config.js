/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  // Half of the time goes to processes that the tests wait for: one worker a core keeps all of them busy.
  maxWorkers: "100%",
  testSequencer: "<rootDir>/jest.sequencer.js",
  setupFiles: ["<rootDir>/jest.setup.js"],
  testMatch: ["<rootDir>/**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/", "/.cache/", "\\.(cluster|nightly)\\.test\\.ts$"],
  modulePathIgnorePatterns: ["<rootDir>/.cache/"],
  transform: {
    "^.+\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2023" }, module: { type: "commonjs" } }],
  },
};
