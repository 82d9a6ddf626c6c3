const ordinary = require("./jest.config.js");

/**
 * Tests on a real control plane (`*.cluster.test.ts`), which need tools that are built only for rehearsals, and others that
 * take minutes (`*.nightly.test.ts`). One at a time: each starts several processes, and waits until they agree.
 *
 * @type {import("jest").Config}
 */
module.exports = {
  ...ordinary,
  maxWorkers: 1,
  testMatch: ["<rootDir>/**/*.cluster.test.ts", "<rootDir>/**/*.nightly.test.ts"],
  testPathIgnorePatterns: ["/node_modules/", "/.cache/"],
};
