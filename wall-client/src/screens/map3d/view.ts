// How the ground lies on the screen in one frame.
export interface View {
  /** Local metres → clip space, column-major. */
  matrix: ArrayLike<number>;
  /** CSS pixels. */
  width: number;
  height: number;
  metresPerPx: number;
  unitPx: number;
  centreW: number;
}
