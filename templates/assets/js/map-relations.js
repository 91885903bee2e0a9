/* Draws the relations: of one paper in focus, or the strongest of all that are on the screen. */
(function () {
  "use strict";

  const { map } = window.litatlas;

  class Relations {
    constructor(painter) {
      this.painter = painter;
    }

    /** The strongest relations of the papers on the screen, the more of each the nearer one is. Returns how many. */
    drawStrongest(scene, seen) {
      const { context, data, palette, shown, view } = this.painter;
      const { a, b } = data.edges;
      let drawn = 0;
      const each = Math.max(1, Math.round(1.2 * view.zoom));
      const byKind = new Map();
      for (const paper of seen) {
        const links = data.links[paper];
        if (!links || !shown[paper]) continue;
        for (let n = 0; n < links.length && n < each; n += 1) {
          const edge = links[n];
          const other = a[edge] === paper ? b[edge] : a[edge];
          if (!data.here[other] || !shown[other]) continue;
          const kind = data.kindOf(edge, scene.on);
          if (kind < 0) continue;
          if (!byKind.has(kind)) byKind.set(kind, new Set());
          byKind.get(kind).add(edge);
        }
      }
      context.globalAlpha = Math.min(0.6, 0.26 + 0.12 * view.zoom);
      for (const [kind, edges] of byKind) {
        const line = palette.lines[kind];
        context.beginPath();
        for (const edge of edges) {
          context.moveTo(view.screenX(data.x[a[edge]]), view.screenY(data.y[a[edge]]));
          context.lineTo(view.screenX(data.x[b[edge]]), view.screenY(data.y[b[edge]]));
        }
        context.strokeStyle = line.stroke;
        context.lineWidth = Math.max(0.7, line.width * 0.55);
        context.setLineDash(line.dash);
        context.stroke();
        drawn += edges.size;
      }
      context.setLineDash([]);
      context.globalAlpha = 1;
      return drawn;
    }

    /** All relations of the paper in focus. Returns how many. */
    drawOf(scene) {
      const { context, data, palette, view } = this.painter;
      const from = scene.focus;
      let drawn = 0;
      for (const [other, relation] of scene.near) {
        const line = palette.lines[relation.kind];
        if (!line || !data.here[other]) continue;
        const ends = [from, other].map((paper) => [view.screenX(data.x[paper]), view.screenY(data.y[paper])]);
        context.strokeStyle = line.stroke;
        context.fillStyle = line.stroke;
        context.lineWidth = line.width * (0.75 + relation.weight / 80);
        context.setLineDash(line.dash);
        const bend = this.#curve(ends[0], ends[1]);
        context.setLineDash([]);
        if (relation.to) this.#arrow(bend, ends[1], this.painter.radiusOf(other));
        if (relation.back) this.#arrow(bend, ends[0], this.painter.radiusOf(from));
        drawn += 1;
      }
      return drawn;
    }

    #curve([x0, y0], [x1, y1]) {
      const bend = [(x0 + x1) / 2 - (y1 - y0) * 0.1, (y0 + y1) / 2 + (x1 - x0) * 0.1];
      const { context } = this.painter;
      context.beginPath();
      context.moveTo(x0, y0);
      context.quadraticCurveTo(bend[0], bend[1], x1, y1);
      context.stroke();
      return bend;
    }

    #arrow([fromX, fromY], [x, y], radius) {
      const length = Math.hypot(x - fromX, y - fromY) || 1;
      const dx = (x - fromX) / length;
      const dy = (y - fromY) / length;
      const tipX = x - dx * (radius + 2);
      const tipY = y - dy * (radius + 2);
      const { context } = this.painter;
      context.beginPath();
      context.moveTo(tipX, tipY);
      context.lineTo(tipX - dx * 9 - dy * 4, tipY - dy * 9 + dx * 4);
      context.lineTo(tipX - dx * 9 + dy * 4, tipY - dy * 9 - dx * 4);
      context.fill();
    }
  }

  map.Relations = Relations;
})();
