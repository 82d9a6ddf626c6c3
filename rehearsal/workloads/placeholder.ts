/** Marks what a rehearsal plays in the place of what others deploy: it makes way for the real one. */
export const placeholderAnnotation = "rehearsal.berth.dev/placeholder";
