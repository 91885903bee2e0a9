/* Which papers lie where: a grid of cells over the map, each a list of papers.
 *
 * What a query costs is what it finds, whatever the size of the survey. The lists are linked through one typed array,
 * so that papers are added without moving others.
 */
(function () {
  "use strict";

  const { map } = window.litatlas;

  class Grid {
    /**
     * @param {number[]} box Left, top, right, bottom of all papers.
     * @param {number} cell Side of a cell, in units of the map.
     * @param {number} count Number of papers.
     */
    constructor([left, top, right, bottom], cell, count) {
      Object.assign(this, { left, top, cell });
      this.columns = Math.floor((right - left) / cell) + 1;
      this.rows = Math.floor((bottom - top) / cell) + 1;
      this.first = new Int32Array(this.columns * this.rows).fill(-1);
      this.next = new Int32Array(count).fill(-1);
      this.x = new Float32Array(count);
      this.y = new Float32Array(count);
    }

    add(paper, x, y) {
      const at = this.#row(y) * this.columns + this.#column(x);
      this.x[paper] = x;
      this.y[paper] = y;
      this.next[paper] = this.first[at];
      this.first[at] = paper;
    }

    /** Call a function with each paper inside a rectangle. Returns how many papers were looked at. */
    visit(left, top, right, bottom, use) {
      let looked = 0;
      const lastRow = this.#row(bottom);
      const lastColumn = this.#column(right);
      for (let row = this.#row(top); row <= lastRow; row += 1) {
        for (let column = this.#column(left); column <= lastColumn; column += 1) {
          for (let paper = this.first[row * this.columns + column]; paper >= 0; paper = this.next[paper]) {
            looked += 1;
            const x = this.x[paper];
            const y = this.y[paper];
            if (x >= left && x <= right && y >= top && y <= bottom) use(paper);
          }
        }
      }
      return looked;
    }

    /** The paper nearest to a place, within a reach; -1 if there is none. */
    nearest(x, y, reach, allowed = () => true) {
      let found = -1;
      let least = reach * reach;
      this.visit(x - reach, y - reach, x + reach, y + reach, (paper) => {
        const distance = (this.x[paper] - x) ** 2 + (this.y[paper] - y) ** 2;
        if (distance <= least && allowed(paper)) {
          least = distance;
          found = paper;
        }
      });
      return found;
    }

    /**
     * The next paper in a direction, (1, 0) for right: near, and not far from the straight way; -1 if there is none.
     * Papers at more than 60 degrees from the direction do not count.
     */
    towards(x, y, [dx, dy], allowed) {
      const whole = this.cell * (this.columns + this.rows);
      for (let reach = this.cell; reach < 2 * whole; reach *= 2) {
        let found = -1;
        let least = Infinity;
        this.visit(x - reach, y - reach, x + reach, y + reach, (paper) => {
          const along = (this.x[paper] - x) * dx + (this.y[paper] - y) * dy;
          const across = Math.abs((this.x[paper] - x) * dy - (this.y[paper] - y) * dx);
          const cost = along + 2 * across;
          if (along > 0 && across <= 1.73 * along && cost < least && allowed(paper)) {
            least = cost;
            found = paper;
          }
        });
        if (found >= 0 && least <= reach) return found;
        if (found >= 0 && reach >= whole) return found;
      }
      return -1;
    }

    #column(x) {
      return Math.max(0, Math.min(this.columns - 1, Math.floor((x - this.left) / this.cell)));
    }

    #row(y) {
      return Math.max(0, Math.min(this.rows - 1, Math.floor((y - this.top) / this.cell)));
    }
  }

  map.Grid = Grid;
})();
