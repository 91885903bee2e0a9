/* Draws one frame of the map: lands, relations, papers by colour, names. Only what is on the screen is looked at. */
(function () {
  "use strict";

  const { map } = window.litatlas;
    const FEW = 900; // up to so many papers on the screen, each has a rim, and their relations are drawn

  /** The outline of a theme as a path in units of the map, and the box in which it lies. */
  function landOf(theme) {
    const path = new Path2D();
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const ring of theme.hulls) {
      ring.forEach(([x, y], i) => {
        const [nextX, nextY] = ring[(i + 1) % ring.length];
        if (i === 0) {
          const [lastX, lastY] = ring.at(-1);
          path.moveTo((lastX + x) / 2, (lastY + y) / 2);
        }
        path.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2);
        box[0] = Math.min(box[0], x);
        box[1] = Math.min(box[1], y);
        box[2] = Math.max(box[2], x);
        box[3] = Math.max(box[3], y);
      });
      path.closePath();
    }
    return { path, box };
  }

  class Painter {
    constructor(canvas, data, view) {
      this.canvas = canvas;
      this.context = canvas.getContext("2d", { alpha: false });
      this.data = data;
      this.view = view;
      this.lands = data.head.themes.map(landOf);
      this.relations = new map.Relations(this);
      this.renew();
      this.found = new Int32Array(data.count);
      this.sorted = new Int32Array(data.count);
      this.shade = new Uint8Array(data.count); // index of a colour, and 16 more for a paper that is dimmed
      this.counts = new Int32Array(33);
      this.swarm = new map.Swarm();
      this.stats = { frames: 0, looked: 0, papers: 0, edges: 0, lands: 0, names: 0, milliseconds: 0 };
    }

    /** Measure and place all names again: other fonts have come. */
    renew() {
      this.labels = new map.Labels(this.data, this.view, this.context, this.lands);
    }

    resize(width, height) {
      const ratio = Math.min(3, window.devicePixelRatio || 1);
      this.ratio = ratio;
      this.canvas.width = Math.round(width * ratio);
      this.canvas.height = Math.round(height * ratio);
    }

    /** Work out the colour of each paper again. */
    colour(state, shown) {
      const { data } = this;
      const by = state.colour;
      this.by = by;
      this.shown = shown;
      for (let paper = 0; paper < data.count; paper += 1) {
        const theme = data.theme[paper];
        const tag = data.tag[paper];
        let shade = 0;
        if (by === "theme") shade = theme < 0 ? 0 : data.head.themes[theme].colour;
        else if (by === "year") shade = map.shadeOfYear(data.year[paper], data.head.years);
        else shade = tag < 0 ? 0 : 1 + (tag % map.THEMES);
        this.shade[paper] = shade;
      }
    }

    /** Radius of a paper in pixels: it grows with the zoom, more slowly than the distances. */
    radiusOf(paper) {
      return Math.max(0.9, this.data.radius[paper] * this.growth);
    }

    /**
     * @param {{focus: number, hover: number, near: Map<number, object>, on: number, filtered: boolean}} scene
     *   `near`: the relations of the paper in focus, by the other paper; `on`: bits of the kinds that are drawn.
     */
    frame(scene) {
      const began = performance.now();
      const { context, palette, view } = this;
      context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
      context.fillStyle = palette.paper;
      context.fillRect(0, 0, view.width, view.height);
      this.growth = view.zoom < 1 ? view.zoom ** 0.8 : view.zoom ** 0.4;
      const count = this.#find();
      this.#drawLands(scene);
      if (scene.focus >= 0) this.stats.edges = this.relations.drawOf(scene);
      else this.stats.edges = count < FEW ? this.relations.drawStrongest(scene, this.found.subarray(0, count)) : 0;
      this.#drawPapers(scene, count);
      this.#drawMarks(scene);
      this.#drawNames(scene, count);
      this.stats.frames += 1;
      this.stats.papers = count;
      this.stats.milliseconds = performance.now() - began;
    }

    #find() {
      let count = 0;
      const [left, top, right, bottom] = this.view.seen(this.labels.margin);
      this.stats.looked = this.data.grid.visit(left, top, right, bottom, (paper) => {
        this.found[count] = paper;
        count += 1;
      });
      return count;
    }

    #dimmed(paper, scene) {
      if (scene.focus >= 0) return paper !== scene.focus && !scene.near.has(paper);
      return !this.shown[paper];
    }

    #drawLands(scene) {
      const { context, palette, view, ratio } = this;
      const { zoom } = view;
      const [left, top, right, bottom] = view.seen();
      const coloured = this.by === "theme";
      let drawn = 0;
      context.setTransform(
        ratio * zoom, 0, 0, ratio * zoom, ratio * view.screenX(0), ratio * view.screenY(0)
      );
      context.lineWidth = 1 / zoom;
      this.data.head.themes.forEach((theme, i) => {
        const { path, box } = this.lands[i];
        if (box[0] > right || box[2] < left || box[1] > bottom || box[3] < top) return;
        const faint = scene.focus >= 0;
        context.fillStyle = coloured ? (faint ? palette.landFaint : palette.land)[theme.colour] : palette.neutralLand;
        context.fill(path);
        if (!faint) {
          context.strokeStyle = coloured ? palette.coast[theme.colour] : palette.neutralCoast;
          context.stroke(path);
        }
        drawn += 1;
      });
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      this.stats.lands = drawn;
    }

    #drawPapers(scene, count) {
      const { counts, found, shade, sorted } = this;
      counts.fill(0);
      for (let i = 0; i < count; i += 1) counts[this.#group(found[i], scene)] += 1;
      // Dimmed papers first, so that the others lie above them.
      let at = 0;
      for (let group = 32; group > 0; group -= 1) {
        const next = at + counts[group - 1];
        counts[group - 1] = at;
        at = next;
      }
      const starts = counts.slice();
      for (let i = 0; i < count; i += 1) {
        const group = this.#group(found[i], scene);
        sorted[counts[group]] = found[i];
        counts[group] += 1;
      }
      if (count >= FEW) {
        this.#drawSwarm(starts);
        return;
      }
      for (let group = 31; group >= 0; group -= 1) {
        if (counts[group] === starts[group]) continue;
        this.context.fillStyle = this.#colourOf(group);
        this.#drawDiscs(starts[group], counts[group], group < 16);
      }
    }

    #colourOf(group) {
      return group >= 16 ? this.palette.ghost : this.palette[this.by][group] || this.palette.neutral;
    }

    #group(paper, scene) {
      return this.#dimmed(paper, scene) ? 16 + this.shade[paper] : this.shade[paper];
    }

    /** Discs of one colour with a rim, which sets them off from lines and lands. */
    #drawDiscs(start, end, rim) {
      const { context, data, sorted, view } = this;
      context.beginPath();
      for (let i = start; i < end; i += 1) {
        const paper = sorted[i];
        const left = view.screenX(data.x[paper]);
        const top = view.screenY(data.y[paper]);
        const radius = this.radiusOf(paper);
        context.moveTo(left + radius, top);
        context.arc(left, top, radius, 0, 2 * Math.PI);
      }
      if (rim) {
        context.strokeStyle = this.palette.paper;
        context.lineWidth = 2.5;
        context.stroke();
      }
      context.fill();
    }

    /** Thousands of discs: as pixels. */
    #drawSwarm(starts) {
      const { canvas, context, counts, data, ratio, sorted, swarm, view } = this;
      swarm.begin(canvas.width, canvas.height);
      for (let group = 31; group >= 0; group -= 1) {
        const colour = swarm.packed(this.#colourOf(group));
        for (let i = starts[group]; i < counts[group]; i += 1) {
          const paper = sorted[i];
          const left = view.screenX(data.x[paper]) * ratio;
          const top = view.screenY(data.y[paper]) * ratio;
          swarm.add(left, top, this.radiusOf(paper) * ratio, colour);
        }
      }
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.drawImage(swarm.end(), 0, 0);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
    }

    /** Rings around the paper in focus and the one under the pointer. */
    #drawMarks(scene) {
      for (const [paper, width] of [[scene.hover, 1.5], [scene.focus, 2.5]]) {
        if (paper >= 0 && this.data.here[paper]) this.#ring(paper, width);
      }
    }

    #ring(paper, width) {
      const { context, data, palette, view } = this;
      context.beginPath();
      context.arc(view.screenX(data.x[paper]), view.screenY(data.y[paper]), this.radiusOf(paper) + 3, 0, 2 * Math.PI);
      context.strokeStyle = palette.ink;
      context.lineWidth = width;
      context.stroke();
    }

    #drawNames(scene, count) {
      const { context, palette, view } = this;
      const seen = this.found.subarray(0, count);
      const near = [...scene.near.entries()].sort((one, other) => other[1].weight - one[1].weight).map(([id]) => id);
      const names = this.labels.choose(seen, {
        key: scene.key,
        focus: scene.focus,
        near,
        blocked: scene.blocked,
        shown: this.shown,
        radius: (paper) => this.radiusOf(paper),
      });
      context.textBaseline = "middle";
      context.lineJoin = "round";
      let drawn = 0;
      for (const name of names) {
        const x = view.screenX(name.x) + name.dx;
        const y = view.screenY(name.y) + name.dy;
        const width = name.box.right - name.box.left;
        if (x < -width || x > view.width + width || y < -40 || y > view.height + 40) continue;
        drawn += 1;
        context.font = name.font;
        context.textAlign = name.align;
        context.strokeStyle = palette.clear;
        context.fillStyle = this.#inkOf(name, scene);
        context.lineWidth = name.theme === undefined ? 3 : 4;
        name.lines.forEach((line, i) => {
          const top = y + (i - (name.lines.length - 1) / 2) * name.size * 1.12;
          context.strokeText(line, x, top);
          context.fillText(line, x, top);
        });
      }
      this.stats.names = drawn;
    }

    #inkOf(name, scene) {
      const { palette } = this;
      if (name.theme === undefined) return name.strong ? palette.ink : palette.soft;
      if (this.by !== "theme") return palette.soft;
      const { colour } = this.data.head.themes[name.theme];
      return (scene.focus >= 0 ? palette.nameFaint : palette.name)[colour];
    }

    /** The theme whose name is at a point, or -1. */
    themeNamedAt(left, top) {
      const { view } = this;
      for (const name of this.labels.placed) {
        if (name.theme === undefined) continue;
        const width = (name.box.right - name.box.left) / 2;
        const height = (name.box.bottom - name.box.top) / 2;
        const x = view.screenX(name.x) + name.dx;
        const y = view.screenY(name.y) + name.dy;
        if (Math.abs(left - x) <= width && Math.abs(top - y) <= height) return name.theme;
      }
      return -1;
    }
  }

  map.Painter = Painter;
})();
