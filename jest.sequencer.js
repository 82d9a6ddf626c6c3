const { default: Sequencer } = require("@jest/test-sequencer");

/** What takes long: the real engine, the planner's searches and proofs, the command line in processes of its own, whole stacks. */
const longest = [/[\\/]engine[\\/]/, /[\\/]infra[\\/]placement[\\/]/, /[\\/](cli|stacks)[\\/]/];

/**
 * Where nothing is known yet of how long suites take, as in a fresh clone, what takes long comes first, so that workers end
 * at the same time. Later, Jest itself begins with what took longest.
 */
module.exports = class extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const rankOf = ({ path }) => {
      const rank = longest.findIndex((pattern) => pattern.test(path));
      return rank < 0 ? longest.length : rank;
    };
    return sorted.some(({ duration }) => duration !== undefined) ? sorted : sorted.toSorted((a, b) => rankOf(a) - rankOf(b));
  }
};
