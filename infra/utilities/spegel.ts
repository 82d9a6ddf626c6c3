/** Port of Spegel on every node, unless another is chosen: the tables count it, and the chart is given it. */
export const defaultSpegelPort = 29999;
