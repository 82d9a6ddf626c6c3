const { default: Sequencer } = require("@jest/test-sequencer");

/**
 * Where nothing is known yet of how long suites take, as in a fresh clone, those on the real engine come first: they take
 * longest, and workers are to end at the same time. Later, Jest itself begins with what took longest.
 */
module.exports = class extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const isLong = ({ path }) => /[\\/]engine[\\/]/.test(path);
    const isKnown = sorted.some(({ duration }) => duration !== undefined);
    return isKnown ? sorted : [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
  }
};
