/* Mouse, pen and fingers: drag, wheel, double click, pinch, hover, click. */
(function () {
  "use strict";

  const { map } = window.litatlas;
  const STILL = 5; // pixels that a click may move
  const FINGER = 16; // pixels from a paper at which a finger still means it
  const MOUSE = 6;

  /**
   * @param {HTMLElement} area What takes the gestures.
   * @param {object} to `view`, and what is told: `hover(point or null)`, `click(point)`, `busy(boolean)`.
   */
  function listen(area, to) {
    const { view } = to;
    const down = new Map();
    let dragged = false;

    function pointOf(event) {
      const box = area.getBoundingClientRect();
      const left = event.clientX - box.left;
      const top = event.clientY - box.top;
      return { left, top, reach: event.pointerType === "touch" ? FINGER : MOUSE };
    }

    function spread() {
      const [one, other] = [...down.values()];
      return {
        left: (one.left + other.left) / 2,
        top: (one.top + other.top) / 2,
        distance: Math.max(1, Math.hypot(one.left - other.left, one.top - other.top)),
      };
    }

    area.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      area.setPointerCapture(event.pointerId);
      down.set(event.pointerId, pointOf(event));
      dragged = down.size > 1;
      view.stop();
    });

    area.addEventListener("pointermove", (event) => {
      const point = pointOf(event);
      const before = down.get(event.pointerId);
      if (!before) {
        if (event.pointerType !== "touch") to.hover(point);
        return;
      }
      if (down.size === 1) {
        // Until then `before` stays where the pointer went down.
        if (!dragged && Math.hypot(point.left - before.left, point.top - before.top) <= STILL) return;
        dragged = true;
        to.hover(null);
        to.busy(true);
        down.set(event.pointerId, point);
        view.pan(point.left - before.left, point.top - before.top);
      } else if (down.size === 2) {
        const was = spread();
        down.set(event.pointerId, point);
        const is = spread();
        view.pan(is.left - was.left, is.top - was.top);
        view.zoomAt(is.left, is.top, is.distance / was.distance);
      }
    });

    function up(event) {
      if (!down.delete(event.pointerId) || down.size) return;
      to.busy(false);
      if (event.type === "pointerup" && !dragged) to.click(pointOf(event));
    }
    area.addEventListener("pointerup", up);
    area.addEventListener("pointercancel", up);
    area.addEventListener("pointerleave", () => to.hover(null));

    area.addEventListener("dblclick", (event) => {
      const { left, top } = pointOf(event);
      view.zoomAt(left, top, event.shiftKey ? 0.5 : 2);
    });

    // At the ends of the zoom the wheel scrolls the page, so that nobody is caught on the map.
    area.addEventListener(
      "wheel",
      (event) => {
        const { left, top } = pointOf(event);
        const lines = event.deltaMode === 1 ? 16 : 1;
        const delta = Math.max(-120, Math.min(120, event.deltaY * lines));
        const factor = Math.exp(-delta * (event.ctrlKey ? 0.01 : 0.0022));
        if (view.zoomAt(left, top, factor) || event.ctrlKey) event.preventDefault();
      },
      { passive: false }
    );
  }

  map.listen = listen;
})();
