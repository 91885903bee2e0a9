/* Which part of the map is on the screen. Places are units of the map; points are CSS pixels of the canvas. */
(function () {
  "use strict";

  const { map } = window.litatlas;
  const CLOSEST = 6;
  const MARGIN = 16; // around the whole map, in pixels
  const MOVE = 320; // milliseconds

  const still = window.matchMedia("(prefers-reduced-motion: reduce)");

  class View {
    /** @param {() => void} changed Called after every change. */
    constructor(box, changed) {
      this.box = box;
      this.changed = changed;
      this.width = 1;
      this.height = 1;
      this.cover = { right: 0, bottom: 0 }; // what a panel hides
      this.x = (box[0] + box[2]) / 2;
      this.y = (box[1] + box[3]) / 2;
      this.zoom = 0; // until the size of the canvas is known
      this.going = null;
    }

    screenX(x) {
      return (x - this.x) * this.zoom + this.width / 2;
    }

    screenY(y) {
      return (y - this.y) * this.zoom + this.height / 2;
    }

    placeX(left) {
      return (left - this.width / 2) / this.zoom + this.x;
    }

    placeY(top) {
      return (top - this.height / 2) / this.zoom + this.y;
    }

    /** Left, top, right, bottom of what is seen, with a margin in pixels. */
    seen(margin = 0) {
      return [
        this.placeX(-margin),
        this.placeY(-margin),
        this.placeX(this.width + margin),
        this.placeY(this.height + margin),
      ];
    }

    /** The zoom at which the whole map is seen: the least. */
    get whole() {
      return Math.min(this.#zoomFor(this.box), 1.6);
    }

    get settled() {
      return !this.going;
    }

    resize(width, height) {
      const atWhole = this.zoom <= this.whole * 1.001;
      this.width = width;
      this.height = height;
      if (atWhole) this.showWhole();
      else this.set(this.x, this.y, this.zoom);
    }

    set(x, y, zoom) {
      const [left, top, right, bottom] = this.box;
      this.zoom = Math.max(this.whole, Math.min(CLOSEST, zoom));
      this.x = Math.max(left, Math.min(right, x));
      this.y = Math.max(top, Math.min(bottom, y));
      this.changed();
    }

    pan(dx, dy) {
      this.stop();
      this.set(this.x - dx / this.zoom, this.y - dy / this.zoom, this.zoom);
    }

    /** Zoom so that the place at a point stays there. Returns whether anything changed. */
    zoomAt(left, top, factor) {
      this.stop();
      const before = this.zoom;
      const x = this.placeX(left);
      const y = this.placeY(top);
      const zoom = Math.max(this.whole, Math.min(CLOSEST, before * factor));
      if (zoom === before) return false;
      this.set(x - (left - this.width / 2) / zoom, y - (top - this.height / 2) / zoom, zoom);
      return true;
    }

    showWhole(gently = false) {
      this.showBox(this.box, gently, 1.6);
    }

    /** Show a part of the map, in what the panel leaves free. */
    showBox(box, gently = true, closest = 2.4) {
      const zoom = Math.max(this.whole, Math.min(closest, this.#zoomFor(box)));
      this.go((box[0] + box[2]) / 2, (box[1] + box[3]) / 2, zoom, gently);
    }

    /** Bring a place into view if it is outside or hidden; from far away also come nearer. */
    show(x, y, closest = this.zoom) {
      const left = this.screenX(x);
      const top = this.screenY(y);
      const right = this.width - this.cover.right;
      const bottom = this.height - this.cover.bottom;
      const inside = left > 40 && top > 40 && left < right - 40 && top < bottom - 40;
      if (!inside || closest > this.zoom) this.go(x, y, Math.max(this.zoom, closest), true);
    }

    /** Go to a place: its middle is the middle of what the panel leaves free. */
    go(x, y, zoom, gently) {
      const to = { x: x + this.cover.right / 2 / zoom, y: y + this.cover.bottom / 2 / zoom, zoom };
      if (!gently || still.matches) {
        this.stop();
        this.set(to.x, to.y, to.zoom);
        return;
      }
      this.going = { from: { x: this.x, y: this.y, zoom: this.zoom }, to, start: 0 };
      this.changed();
    }

    /** Take the next step of a movement. */
    step(now) {
      if (!this.going) return;
      const { from, to } = this.going;
      this.going.start ||= now;
      const part = Math.min(1, (now - this.going.start) / MOVE);
      const eased = 1 - (1 - part) ** 3;
      // The zoom grows by equal factors, and the middle moves as the width of what is seen does.
      const zoom = from.zoom * (to.zoom / from.zoom) ** eased;
      const way = to.zoom === from.zoom ? eased : (1 / from.zoom - 1 / zoom) / (1 / from.zoom - 1 / to.zoom);
      if (part === 1) this.going = null;
      this.set(from.x + (to.x - from.x) * way, from.y + (to.y - from.y) * way, zoom);
    }

    stop() {
      this.going = null;
    }

    #zoomFor([left, top, right, bottom]) {
      const width = Math.max(80, this.width - this.cover.right - 2 * MARGIN);
      const height = Math.max(80, this.height - this.cover.bottom - 2 * MARGIN);
      return Math.min(width / Math.max(1, right - left), height / Math.max(1, bottom - top));
    }
  }

  map.View = View;
})();
