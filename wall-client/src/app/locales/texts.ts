/** The same keys with any words: what a translation has to be. */
export type Texts<T> = { [K in keyof T]: T[K] extends string ? string : Texts<T[K]> };
