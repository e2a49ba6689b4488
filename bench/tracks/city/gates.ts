// The city's gates, on a grid of streets.

export interface Gate {
  readonly id: string;
  readonly lon: number;
  readonly lat: number;
}

/** Metres from one gate to the next along a street. */
export const blockMetres = 800;
const southWest = { lon: 120.0, lat: 30.1 };
const metresPerDegree = 111_195;

export class Grid {
  readonly gates: readonly Gate[];
  readonly width: number;
  readonly height: number;

  /** At least as many as asked, in whole rows. */
  constructor(atLeast: number) {
    this.width = Math.ceil(Math.sqrt(atLeast));
    this.height = Math.ceil(atLeast / this.width);
    const lonPerM = 1 / (metresPerDegree * Math.cos((southWest.lat * Math.PI) / 180));
    this.gates = Array.from({ length: this.width * this.height }, (_, n) => ({
      id: `9a7e${n.toString(16).padStart(12, '0')}`,
      lon: southWest.lon + (n % this.width) * blockMetres * lonPerM,
      lat: southWest.lat + (Math.floor(n / this.width) * blockMetres) / metresPerDegree,
    }));
  }

  x(gate: number): number {
    return gate % this.width;
  }

  y(gate: number): number {
    return Math.floor(gate / this.width);
  }

  gate(x: number, y: number): number {
    const clamped = (value: number, size: number) => Math.max(0, Math.min(size - 1, value));
    return clamped(y, this.height) * this.width + clamped(x, this.width);
  }

  /** Gates from one to another, both included: first along the row, then along the column, or the other way. */
  way(from: number, to: number, rowFirst: boolean): number[] {
    const way = [from];
    let [x, y] = [this.x(from), this.y(from)];
    const [toX, toY] = [this.x(to), this.y(to)];
    const walkX = () => {
      while (x !== toX) {
        x += Math.sign(toX - x);
        way.push(this.gate(x, y));
      }
    };
    const walkY = () => {
      while (y !== toY) {
        y += Math.sign(toY - y);
        way.push(this.gate(x, y));
      }
    };
    if (rowFirst) {
      walkX();
      walkY();
    } else {
      walkY();
      walkX();
    }
    return way;
  }
}
