/* The map's place on the page: the canvas with what lies over it, and what of it is hidden by that. */
(function () {
  "use strict";

  const { make, map } = window.litatlas;
  const SHEET = 0.8; // of the stage's width: a panel that is wider lies below, not beside

  class Stage {
    constructor(count, controls, card, panel) {
      this.controls = controls;
      this.panel = panel;
      this.canvas = make("canvas", { "aria-hidden": "true" });
      this.area = make("div", {
        class: "la-map-area",
        tabindex: "0",
        role: "application",
        "aria-roledescription": "map",
        "aria-label": `Map of ${count} papers`,
        "aria-describedby": "la-map-keys",
      });
      this.area.append(this.canvas);
      this.said = make("div", { class: "la-map-said", role: "status" });
      const { legend, zoom } = controls;
      this.element = make("div", { class: "la-map-stage" }, this.area, legend, zoom, card.element, panel.element);
      this.keys = make("p", {
        class: "la-map-keys",
        id: "la-map-keys",
        text: "Arrow keys go from paper to paper, Enter opens one, Escape leaves it; plus and minus zoom, 0 shows all. The table below holds the same papers.",
      });
    }

    showIn(holder) {
      holder.append(this.controls.bar, this.element, this.keys, this.said);
      holder.hidden = false;
    }

    /** Tell those who do not see the map. */
    say(text) {
      this.said.textContent = text;
    }

    /** The boxes in pixels under which no name can be read. */
    get blocked() {
      return [this.controls.legend, this.controls.zoom].map((element) => ({
        left: element.offsetLeft,
        top: element.offsetTop,
        right: element.offsetLeft + element.offsetWidth,
        bottom: element.offsetTop + element.offsetHeight,
      }));
    }

    /** How many pixels of the map the panel hides, from the right and from below. */
    get cover() {
      const { element } = this.panel;
      const sheet = element.offsetWidth > this.element.clientWidth * SHEET;
      return {
        right: element.hidden || sheet ? 0 : element.offsetWidth,
        bottom: element.hidden || !sheet ? 0 : element.offsetHeight,
      };
    }
  }

  map.Stage = Stage;
})();
