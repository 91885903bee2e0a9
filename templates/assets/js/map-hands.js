/* What the reader does on the map means: pointing, clicking, walking by keys, zooming by the buttons. */
(function () {
  "use strict";

  const { map } = window.litatlas;
  const SLACK = 10; // pixels beyond the reach of a pointer in which papers are looked for: the largest disc
  const NEAREST = 6; // the closest zoom of the buttons

  class Hands {
    /** @param {object} app The map: its data, view, stage, painter and card; what it shows; where it can go. */
    constructor(app) {
      this.app = app;
      this.hover = -1;
      const { area } = app.stage;
      map.listen(area, {
        view: app.view,
        hover: (point) => this.#point(point),
        click: (point) => this.#click(point),
        busy: (busy) => area.classList.toggle("la-map-area--held", busy),
      });
      map.listenToKeys(area, {
        view: app.view,
        data: app.data,
        focus: () => app.focus,
        go: (paper) => paper >= 0 && app.goTo(paper, false),
        open: (paper) => location.assign(app.data.pageOf(paper)),
        leave: () => app.leave(),
        allowed: (paper) => app.shown[paper] === 1,
      });
      app.panel.element.addEventListener("keydown", (event) => {
        if (event.key === "Escape") app.leave();
      });
    }

    /** The map has moved under the pointer. */
    moved() {
      if (this.hover < 0) return;
      this.hover = -1;
      this.app.card.show(-1);
    }

    /** Zoom around the middle of what the panel leaves. */
    zoom(factor) {
      const { view } = this.app;
      const x = view.placeX((view.width - view.cover.right) / 2);
      const y = view.placeY((view.height - view.cover.bottom) / 2);
      view.go(x, y, Math.max(view.whole, Math.min(NEAREST, view.zoom * factor)), true);
    }

    /** The paper at a point, or -1. */
    #at(point) {
      const { data, view, painter, shown, focus, near } = this.app;
      const x = view.placeX(point.left);
      const y = view.placeY(point.top);
      const there = (paper) => shown[paper] === 1 || focus === paper || near.has(paper);
      const paper = data.grid.nearest(x, y, (point.reach + SLACK) / view.zoom, there);
      if (paper < 0) return -1;
      const away = Math.hypot(data.x[paper] - x, data.y[paper] - y) * view.zoom;
      return away <= painter.radiusOf(paper) + point.reach ? paper : -1;
    }

    #point(point) {
      const { app } = this;
      const paper = point ? this.#at(point) : -1;
      const theme = point && paper < 0 ? app.painter.themeNamedAt(point.left, point.top) : -1;
      app.stage.area.classList.toggle("la-map-area--link", paper >= 0 || theme >= 0);
      if (point) app.card.show(paper, point.left, point.top, app.view);
      else app.card.show(-1);
      if (paper === this.hover) return;
      this.hover = paper;
      app.draw();
    }

    #click(point) {
      const { app } = this;
      const paper = this.#at(point);
      if (paper >= 0) {
        app.card.show(-1);
        app.goTo(paper, false);
        return;
      }
      const theme = app.painter.themeNamedAt(point.left, point.top);
      if (theme >= 0 && app.focus < 0) {
        const { slug } = app.data.head.themes[theme];
        app.showTheme(app.state.theme === slug ? "" : slug);
        return;
      }
      app.leave();
    }
  }

  map.Hands = Hands;
})();
