/** Okabe & Ito's colours that everybody can tell apart, in an order that does so on a dark ground too; the last for the rest. */
export const seriesColours = [
  ...['#56b4e9', '#e69f00', '#f0e442', '#cc79a7', '#2fbf9a', '#ff7a33', '#9db4ff', '#b9c4cf'],
] as const;

export const colourOf = (n: number): string => seriesColours[Math.min(n, seriesColours.length - 1)]!;
export const mostSeries = seriesColours.length - 1;
