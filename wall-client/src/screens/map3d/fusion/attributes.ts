/** Fixed places, so that a block's one vertex array serves every program. */
export const attributes = { aPosition: 0, aNormal: 1 } as const;
