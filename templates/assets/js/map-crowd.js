/* Where papers are dense on the screen: what a name would hide is asked for thousands of places in each layout. */
(function () {
  "use strict";

  const { map } = window.litatlas;
  const CELL = 3; // pixels of the raster in which papers are counted

  /** How many papers lie in a rectangle of the screen, by a table of sums. */
  class Crowd {
    constructor(width, height) {
      this.columns = Math.ceil(width / CELL) + 1;
      this.rows = Math.ceil(height / CELL) + 1;
      this.sums = new Int32Array(this.columns * this.rows);
    }

    add(left, top, radius, weight) {
      const { columns, rows, sums } = this;
      const fromRow = Math.max(1, Math.floor((top - radius) / CELL) + 1);
      const toRow = Math.min(rows - 1, Math.floor((top + radius) / CELL) + 1);
      const fromColumn = Math.max(1, Math.floor((left - radius) / CELL) + 1);
      const toColumn = Math.min(columns - 1, Math.floor((left + radius) / CELL) + 1);
      for (let row = fromRow; row <= toRow; row += 1) {
        for (let column = fromColumn; column <= toColumn; column += 1) sums[row * columns + column] += weight;
      }
    }

    sum() {
      const { columns, rows, sums } = this;
      for (let row = 1; row < rows; row += 1) {
        let line = 0;
        for (let column = 1; column < columns; column += 1) {
          const at = row * columns + column;
          line += sums[at];
          sums[at] = line + sums[at - columns];
        }
      }
    }

    count({ left, top, right, bottom }) {
      const { columns, rows, sums } = this;
      const column = (value) => Math.max(0, Math.min(columns - 1, value));
      const row = (value) => Math.max(0, Math.min(rows - 1, value));
      const c0 = column(Math.floor(left / CELL));
      const c1 = column(Math.floor(right / CELL) + 1);
      const r0 = row(Math.floor(top / CELL));
      const r1 = row(Math.floor(bottom / CELL) + 1);
      return sums[r1 * columns + c1] - sums[r0 * columns + c1] - sums[r1 * columns + c0] + sums[r0 * columns + c0];
    }
  }

  map.Crowd = Crowd;
})();
