/** The note of a row whose requests and limits neither the seed nor a chart gives: they are typical of the application. */
export const estimate = "Figures are estimates.";
