/**
 * Property tests draw their cases from one seed, so that a pull request does not fail for a case that has nothing to do
 * with it. Another seed looks at other cases: BERTH_PROPERTY_SEED=$RANDOM npm test.
 */
const { configureGlobal } = require("fast-check");

configureGlobal({ seed: Number(process.env.BERTH_PROPERTY_SEED ?? 20251219) });
