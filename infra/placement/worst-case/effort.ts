/** How many elementary steps may still be taken. A count and no time, so that the answer is the same on every machine. */
export interface Effort {
  left: number;
}
