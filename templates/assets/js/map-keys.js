/* The map by keyboard: arrows walk from paper to paper, as they lie. */
(function () {
  "use strict";

  const { map } = window.litatlas;
  const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  const PAN = 80;

  /** @param {object} to `view`, `data`, `focus()`, `go(paper)`, `open(paper)`, `leave()`, `allowed(paper)`. */
  function listenToKeys(area, to) {
    const { view, data } = to;

    function walk(way) {
      const from = to.focus();
      if (from < 0) {
        // To begin with: the paper nearest to the middle of what is seen.
        const x = view.placeX((view.width - view.cover.right) / 2);
        const y = view.placeY((view.height - view.cover.bottom) / 2);
        to.go(data.grid.nearest(x, y, Math.hypot(view.width, view.height) / view.zoom, to.allowed));
        return;
      }
      to.go(data.grid.towards(data.x[from], data.y[from], way, to.allowed));
    }

    function zoom(factor) {
      const focus = to.focus();
      const left = focus < 0 ? (view.width - view.cover.right) / 2 : view.screenX(data.x[focus]);
      const top = focus < 0 ? (view.height - view.cover.bottom) / 2 : view.screenY(data.y[focus]);
      view.zoomAt(left, top, factor);
    }

    area.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const way = WAYS[event.key];
      if (way && event.shiftKey) view.pan(-way[0] * PAN, -way[1] * PAN);
      else if (way) walk(way);
      else if (event.key === "+" || event.key === "=") zoom(1.4);
      else if (event.key === "-" || event.key === "_") zoom(1 / 1.4);
      else if (event.key === "0") view.showWhole(true);
      else if (event.key === "Enter" && to.focus() >= 0) to.open(to.focus());
      else if (event.key === "Escape" && to.leave()) event.stopPropagation();
      else return;
      event.preventDefault();
    });
  }

  map.listenToKeys = listenToKeys;
})();
