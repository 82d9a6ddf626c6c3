const ordinary = require("./jest.config.js");

/**
 * Tests on a real control plane: they need tools that are built only for rehearsals, and minutes. One at a time: each
 * starts several processes, and what it looks at is how long they take to agree.
 *
 * @type {import("jest").Config}
 */
module.exports = {
  ...ordinary,
  maxWorkers: 1,
  testMatch: ["<rootDir>/**/*.cluster.test.ts"],
  testPathIgnorePatterns: ["/node_modules/", "/.cache/"],
};
