/* Chooses which names stand on the map, and where: none over another, and as few as possible over papers.
 *
 * Names are placed anew when the zoom or what is seen has changed much; in between they move with the map. Names that
 * stood before come first, so that they do not flicker.
 */
(function () {
  "use strict";

  const { map } = window.litatlas;
  const AROUND = 160; // pixels beyond the screen for which names are placed too
  const SANS = '"Source Sans 3", "Segoe UI", system-ui, sans-serif';
  const SERIF = '"Source Serif 4", Charter, Georgia, serif';
  const PAPER_SIZE = 12;
  const LONGEST = 30; // characters of a paper's title
  const LINES = [32, 22, 16, 12]; // longest lines of a theme's name, in characters
  const LEADING = 1.12;
  const NARROW = 700; // pixels under which there is no room for themes' names beside those of a paper's neighbours
  const SMALLEST = 11.5; // size of a theme's name
  const DEAR = 42; // cost of a place for a theme's name that hides most of a paper, or stands half on another land
  const GRAZED = 30; // cells of the raster that a neighbour's name may hide: about two dimmed papers ...
  const BRIGHT = 8; // ... of which one that is not dimmed weighs so many
  const AIR = 4; // pixels around a theme's name in which a paper is too near to it
  const MOST = 90; // names of papers on one screen

  function overlaps(one, other, gap) {
    return (
      one.left < other.right + gap &&
      other.left < one.right + gap &&
      one.top < other.bottom + gap &&
      other.top < one.bottom + gap
    );
  }

  /** The ways to break a name into lines: on few lines, and on narrow ones. */
  function wraps(name) {
    const found = new Map();
    for (const longest of LINES) {
      const lines = [];
      for (const word of name.split(/\s+/)) {
        const last = lines.at(-1);
        if (last !== undefined && last.length + 1 + word.length <= longest) lines[lines.length - 1] = `${last} ${word}`;
        else lines.push(word);
      }
      found.set(lines.join("\n"), lines);
    }
    return [...found.values()];
  }

  function cut(title) {
    if (title.length <= LONGEST) return title;
    const part = title.slice(0, LONGEST);
    return `${part.slice(0, Math.max(part.lastIndexOf(" "), LONGEST / 2)).replace(/[\s:,;-]+$/, "")} …`;
  }

  class Labels {
    constructor(data, view, context, lands) {
      Object.assign(this, { data, view, context, lands });
      this.widths = new Map();
      this.placed = [];
      this.key = "";
      this.base = null;
    }

    /** Place again at the next frame, whatever has changed. */
    forget() {
      this.base = null;
    }

    /**
     * The names for this frame: {paper or theme, lines, font, size, x, y, align...}, in units of the map.
     * @param {Int32Array} seen The papers within `AROUND` of the screen.
     * @param {{key: string, focus: number, near: number[], shown: Uint8Array, blocked: object[],
     *   radius: (paper) => number}} what `blocked`: boxes in pixels under which nothing can be read.
     */
    choose(seen, what) {
      const { view } = this;
      const near =
        this.base &&
        this.key === what.key &&
        Math.abs(Math.log(view.zoom / this.base.zoom)) < 0.06 &&
        Math.hypot(view.x - this.base.x, view.y - this.base.y) * view.zoom < AROUND * 0.6;
      if (!near) this.#place(seen, what);
      return this.placed;
    }

    get margin() {
      return AROUND;
    }

    #place(seen, what) {
      const { view, data } = this;
      const before = new Map(this.placed.map((label) => [label.id, label]));
      const crowd = new map.Crowd(view.width + 2 * AROUND, view.height + 2 * AROUND);
      const bright = new Set(what.focus < 0 ? [] : [what.focus, ...what.near]);
      for (const paper of seen) {
        const weight = bright.has(paper) ? BRIGHT : 1;
        crowd.add(this.#left(data.x[paper]), this.#top(data.y[paper]), Math.max(0.5, what.radius(paper) - 0.5), weight);
      }
      crowd.sum();
      const placed = what.blocked.map((box) => ({
        box: { left: box.left + AROUND, top: box.top + AROUND, right: box.right + AROUND, bottom: box.bottom + AROUND },
      }));
      if (what.focus >= 0) this.#placePapers([what.focus, ...what.near], crowd, what, before, placed, true);
      if (what.focus < 0 || view.width > NARROW) this.#placeThemes(crowd, what, before, placed);
      if (what.focus < 0) this.#placePapers(this.#candidates(seen, what, before), crowd, what, before, placed, false);
      this.placed = placed.filter((label) => label.id);
      this.key = what.key;
      this.base = { x: view.x, y: view.y, zoom: view.zoom };
    }

    #left(x) {
      return this.view.screenX(x) + AROUND;
    }

    #top(y) {
      return this.view.screenY(y) + AROUND;
    }

    #width(text, font) {
      const key = font + text;
      if (!this.widths.has(key)) {
        this.context.font = font;
        this.widths.set(key, this.context.measureText(text).width);
      }
      return this.widths.get(key);
    }

    /** Papers whose names may stand: the more of them, the nearer one is; best connected first. */
    #candidates(seen, what, before) {
      const { data, view } = this;
      const nearness = view.zoom / view.whole;
      const most = Math.min(MOST, Math.round((view.width * view.height * Math.min(1, nearness ** 1.6 / 12)) / 1600));
      const titles = view.zoom > 1.9;
      const degree = (paper) => data.degree[paper] * (before.has(`paper ${paper}`) ? 1.3 : 1);
      return Array.from(seen)
        .filter((paper) => what.shown[paper] && (data.short[paper] || titles))
        .sort((one, other) => degree(other) - degree(one) || one - other)
        .slice(0, most);
    }

    #placePapers(papers, crowd, what, before, placed, must) {
      const { data } = this;
      for (const paper of papers) {
        if (!data.here[paper]) continue;
        const strong = paper === what.focus;
        const font = `${strong ? 600 : 400} ${strong ? PAPER_SIZE + 1.5 : PAPER_SIZE}px ${SANS}`;
        const text = cut(data.nameOf(paper));
        const width = this.#width(text, font);
        const reach = what.radius(paper) + 3;
        const x = this.#left(data.x[paper]);
        const y = this.#top(data.y[paper]);
        const half = PAPER_SIZE * 0.62;
        const spots = [
          [reach, 0],
          [-reach - width, 0],
          [-width / 2, -reach - half],
          [-width / 2, reach + half],
        ];
        const earlier = before.get(`paper ${paper}`);
        if (earlier) spots.unshift(spots.splice(earlier.spot, 1)[0]);
        let best = null;
        spots.forEach(([dx, dy], i) => {
          const box = { left: x + dx, right: x + dx + width, top: y + dy - half, bottom: y + dy + half };
          if (placed.some((other) => overlaps(box, other.box, 3))) return;
          const covered = crowd.count(box);
          if (covered > (paper === what.focus ? Infinity : must ? GRAZED : 0)) return;
          if (!best || covered < best.covered) best = { covered, box, dx, dy, i };
        });
        if (!best) continue;
        const order = [0, 1, 2, 3];
        if (earlier) order.unshift(order.splice(earlier.spot, 1)[0]);
        placed.push({
          id: `paper ${paper}`,
          paper,
          lines: [text],
          font,
          size: PAPER_SIZE,
          x: data.x[paper],
          y: data.y[paper],
          dx: best.dx,
          dy: best.dy,
          spot: order[best.i],
          align: "left",
          box: best.box,
          strong,
        });
      }
    }

    #placeThemes(crowd, what, before, placed) {
      const { data, view } = this;
      const large = Math.min(1, view.width / 900);
      data.head.themes.forEach((theme, number) => {
        const usual = Math.min(19, 11 + large * (2 + 1.1 * Math.sqrt(theme.papers) * Math.min(1, view.zoom)));
        const earlier = before.get(`theme ${number}`);
        let best = null;
        for (const size of [usual, Math.max(SMALLEST, usual * 0.78)]) {
          const font = `600 ${size.toFixed(1)}px ${SERIF}`;
          for (const lines of wraps(theme.name)) {
            const spot = this.#spotFor(number, lines, font, size, crowd, placed, earlier);
            if (spot && (!best || spot.cost < best.cost)) best = { ...spot, lines, font, size };
          }
          if (best && best.cost < DEAR) break;
        }
        // Where a name would hide its papers, or stand on another land, it waits until one comes nearer.
        if (!best || best.cost > DEAR) return;
        const { lines, box, dx, dy, font, size } = best;
        const [x, y] = theme.at;
        placed.push({ id: `theme ${number}`, theme: number, lines, font, size, x, y, dx, dy, align: "center", box });
      });
    }

    /** The best place for a theme's name: on its own land, near its middle, on no paper. */
    #spotFor(number, lines, font, size, crowd, placed, earlier) {
      const { view } = this;
      const { at, papers } = this.data.head.themes[number];
      const land = this.lands[number];
      const x = this.#left(at[0]);
      const y = this.#top(at[1]);
      const halfWidth = Math.max(...lines.map((line) => this.#width(line, font))) / 2;
      const halfHeight = (lines.length * size * LEADING) / 2;
      if (papers * view.zoom * view.zoom * 900 < halfWidth * halfHeight * 1.5) return null;
      const step = Math.max(6, size * 0.45);
      const wide = Math.min(16, Math.ceil((Math.max(at[0] - land.box[0], land.box[2] - at[0]) * view.zoom) / step));
      const high = Math.min(24, Math.ceil((Math.max(at[1] - land.box[1], land.box[3] - at[1]) * view.zoom + size) / step));
      let best = null;
      for (let row = -high; row <= high; row += 1) {
        for (let column = -wide; column <= wide; column += 1) {
          const cx = x + column * step;
          const cy = y + row * step;
          const box = { left: cx - halfWidth, right: cx + halfWidth, top: cy - halfHeight, bottom: cy + halfHeight };
          if (!this.#isInside(box) || placed.some((other) => overlaps(box, other.box, 6))) continue;
          const dx = cx - x;
          const dy = cy - y;
          const around = { left: box.left - AIR, right: box.right + AIR, top: box.top - AIR, bottom: box.bottom + AIR };
          let cost = crowd.count(around) * 1.8 + (Math.hypot(dx, dy) / step) * 0.5;
          if (earlier && Math.hypot(dx - earlier.dx, dy - earlier.dy) < step * 1.5) cost -= 3;
          // What is left to look at is dear; most places are out of the question already.
          if (best && cost >= best.cost) continue;
          cost += this.#strangeness(number, box);
          if (!best || cost < best.cost) best = { cost, box, dx, dy };
        }
      }
      return best;
    }

    /** How much of a name would stand on other lands (dear) or in the sea. */
    #strangeness(number, { left, top, right, bottom }) {
      const { context, lands, view } = this;
      let cost = 0;
      for (const across of [0, 0.25, 0.5, 0.75, 1]) {
        for (const down of [0, 1]) {
          const x = view.placeX(left + (right - left) * across - AROUND);
          const y = view.placeY(top + (bottom - top) * down - AROUND);
          if (context.isPointInPath(lands[number].path, x, y)) continue;
          const strange = lands.some(
            ({ path, box }) => x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3] && context.isPointInPath(path, x, y)
          );
          cost += strange ? 12 : 1.5;
        }
      }
      return cost;
    }

    /** Whether a name is on the raster, and, with the whole map in view, on the screen. */
    #isInside({ left, top, right, bottom }) {
      const { view } = this;
      const edge = view.zoom <= view.whole * 1.02 ? AROUND + 4 : 4;
      return (
        left >= edge &&
        top >= edge &&
        right <= view.width + 2 * AROUND - edge - (edge > AROUND ? view.cover.right : 0) &&
        bottom <= view.height + 2 * AROUND - edge - (edge > AROUND ? view.cover.bottom : 0)
      );
    }
  }

  map.Labels = Labels;
})();
