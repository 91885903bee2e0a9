/* What is above and around the map: the find box, the filters, the legend with its switches, the buttons. */
(function () {
  "use strict";

  const { make, map } = window.litatlas;
  const { sample } = map;
  const SUGGESTED = 8;
  const COLOURS = [
    ["theme", "Theme"],
    ["year", "Year"],
    ["contribution", "Contribution"],
  ];

  /** A text box with a list of suggestions, after the ARIA pattern of a combobox. */
  function findBox(to) {
    const { data } = to;
    const list = make("ul", { class: "la-map-found", id: "la-map-found", role: "listbox", "aria-label": "Papers", hidden: true });
    const input = make("input", {
      type: "search",
      class: "la-map-find__input",
      id: "la-map-find",
      placeholder: "Find a paper",
      autocomplete: "off",
      spellcheck: "false",
      role: "combobox",
      "aria-label": "Find a paper by title or author",
      "aria-autocomplete": "list",
      "aria-controls": "la-map-found",
      "aria-expanded": "false",
    });
    let options = [];
    let at = -1;

    function mark(place) {
      at = place;
      [...list.children].forEach((child, i) => child.setAttribute("aria-selected", String(i === at)));
      if (at >= 0) {
        input.setAttribute("aria-activedescendant", `la-map-found-${at}`);
        list.children[at].scrollIntoView({ block: "nearest" });
      } else {
        input.removeAttribute("aria-activedescendant");
      }
    }

    function close() {
      list.hidden = true;
      options = [];
      mark(-1);
      input.setAttribute("aria-expanded", "false");
    }

    function choose(paper) {
      close();
      input.value = "";
      to.found(paper);
    }

    function suggest() {
      options = map.find(data, input.value, SUGGESTED);
      list.replaceChildren(
        ...options.map((paper, i) =>
          make(
            "li",
            {
              role: "option",
              id: `la-map-found-${i}`,
              // Not `click`: the box would lose the focus first, and the list with it.
              onpointerdown: (event) => event.preventDefault(),
              onclick: () => choose(paper),
            },
            make("span", { class: "la-map-found__title", text: data.title[paper] }),
            make("span", { class: "la-map-found__by", text: data.by[paper] })
          )
        )
      );
      at = -1;
      mark(-1);
      list.hidden = !options.length;
      input.setAttribute("aria-expanded", String(options.length > 0));
    }

    input.addEventListener("focus", to.wantAll);
    input.addEventListener("input", () => {
      suggest();
      to.change({ q: input.value.trim() });
    });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      const last = options.length - 1;
      if (event.key === "ArrowDown" && last >= 0) mark(at >= last ? 0 : at + 1);
      else if (event.key === "ArrowUp" && last >= 0) mark(at <= 0 ? last : at - 1);
      else if (event.key === "Enter" && options.length) choose(options[Math.max(0, at)]);
      else if (event.key === "Escape" && (options.length || input.value)) {
        if (options.length) close();
        else {
          input.value = "";
          to.change({ q: "" });
        }
      } else return;
      event.preventDefault();
      event.stopPropagation();
    });
    return {
      element: make("div", { class: "la-map-find" }, input, list),
      show: (text) => {
        if (document.activeElement !== input) input.value = text;
      },
      again: () => {
        if (document.activeElement === input && input.value) suggest();
      },
    };
  }

  function select(name, label, options, change) {
    const id = `la-map-${name}`;
    const element = make(
      "select",
      { id, onchange: () => change(element.value) },
      ...options.map(([value, text]) => make("option", { value, text }))
    );
    return { element, row: make("div", { class: "la-map-choice" }, make("label", { for: id, text: label }), element) };
  }

  class Controls {
    /** @param {object} to `data`, and what is told: `change(part of the state)`, `found(paper)`, `wantAll()`, ... */
    constructor(to) {
      const { head } = to.data;
      this.to = to;
      this.head = head;
      const years = [];
      for (let year = head.years[0]; year && year <= head.years[1]; year += 1) years.push([String(year), String(year)]);
      this.find = findBox(to);
      this.theme = select(
        "theme",
        "Theme",
        [["", "All themes"], ...head.themes.map((theme) => [theme.slug, theme.name]), ["none", "In no theme"]],
        (theme) => to.theme(theme)
      );
      this.tag = select(
        "tag",
        "Contribution",
        [["", "All"], ...head.contributions.map((tag) => [tag.slug, tag.name])],
        (tag) => to.change({ tag })
      );
      this.from = select("from", "From", [["", "Any year"], ...years], (year) => this.#years("from", Number(year)));
      this.until = select("to", "To", [["", "Any year"], ...years], (year) => this.#years("to", Number(year)));
      this.colour = select(
        "colour",
        "Colour by",
        COLOURS.filter(([key]) => key !== "contribution" || head.contributions.length),
        (colour) => to.change({ colour })
      );
      this.count = make("span", { class: "la-map-count" });
      this.list = make("button", { type: "button", class: "la-map-button", text: "List these papers", onclick: to.list });
      this.clear = make("button", { type: "button", class: "la-map-button", text: "Show all", onclick: to.clear });
      this.samples = [];
      this.scale = make("div", { class: "la-map-scale" });
      this.legend = this.#makeLegend();
      this.zoom = this.#makeZoom();
      this.foot = make("div", { class: "la-map-foot" }, this.count, this.list, this.clear);
      this.bar = this.#makeBar();
    }

    #years(end, year) {
      const state = this.to.state();
      const part = { [end]: year };
      // The other end gives way, so that no choice shows nothing.
      if (end === "from" && year && state.to && state.to < year) part.to = year;
      if (end === "to" && year && state.from > year) part.from = year;
      this.to.change(part);
    }

    #makeBar() {
      const choices = [this.theme, ...(this.head.contributions.length ? [this.tag] : []), this.from, this.until, this.colour];
      const more = make(
        "details",
        { class: "la-map-more" },
        make("summary", { text: "Filters and colours" }),
        make("div", { class: "la-map-choices" }, ...choices.map((choice) => choice.row))
      );
      const wide = window.matchMedia("(min-width: 60em)");
      const fit = () => {
        more.open = wide.matches;
      };
      wide.addEventListener("change", fit);
      fit();
      return make("div", { class: "la-map-bar", role: "search", "aria-label": "The map" }, this.find.element, more, this.foot);
    }

    #makeLegend() {
      const kinds = this.head.kinds.map((kind) => {
        const box = make("input", { type: "checkbox", onchange: () => this.#switch() });
        const line = sample(kind.key);
        this.samples.push(line.firstChild);
        return { key: kind.key, box, row: make("label", { class: "la-map-kind" }, box, line, kind.label) };
      });
      this.kinds = kinds;
      const details = make(
        "details",
        { class: "la-map-legend" },
        make("summary", { text: "Legend" }),
        this.scale,
        make(
          "fieldset",
          {},
          make("legend", { text: "Relations: one paper …" }),
          ...kinds.map((kind) => kind.row)
        ),
        make("p", { class: "la-map-note", text: "The larger a dot, the more related papers." })
      );
      details.open = window.matchMedia("(min-width: 60em)").matches;
      return details;
    }

    #switch() {
      this.to.change({ without: this.kinds.filter((kind) => !kind.box.checked).map((kind) => kind.key) });
    }

    #makeZoom() {
      const button = (label, sign, act) =>
        make("button", { type: "button", "aria-label": label, title: label, onclick: act }, make("span", { "aria-hidden": "true", text: sign }));
      return make(
        "div",
        { class: "la-map-zoom" },
        button("Zoom in", "+", () => this.to.zoom(1.6)),
        button("Zoom out", "−", () => this.to.zoom(1 / 1.6)),
        button("Show the whole map", "⤢", () => this.to.whole())
      );
    }

    /** Show a state, and how many papers it leaves. */
    show(state, shown, total) {
      this.theme.element.value = state.theme;
      this.tag.element.value = state.tag;
      this.from.element.value = state.from ? String(state.from) : "";
      this.until.element.value = state.to ? String(state.to) : "";
      this.colour.element.value = state.colour;
      this.find.show(state.q);
      for (const kind of this.kinds) kind.box.checked = !state.without.includes(kind.key);
      this.count.textContent = shown === total ? `${total} papers` : `${shown} of ${total} papers`;
      this.clear.hidden = shown === total;
      if (this.scaleOf !== state.colour) this.#showScale(state.colour);
    }

    #showScale(colour) {
      this.scaleOf = colour;
      const mark = (name) => make("span", { class: `la-map-swatch ${name}`, "aria-hidden": "true" });
      if (colour === "year" && this.head.years[0]) {
        const shades = Array.from({ length: map.YEARS }, (_, i) => mark(`la-y${i + 1}`));
        const [first, last] = this.head.years;
        this.scale.replaceChildren(make("p", { class: "la-map-years" }, `${first}`, make("span", {}, ...shades), `${last}`));
      } else if (colour === "contribution") {
        this.scale.replaceChildren(
          ...this.head.contributions.map((tag, i) =>
            make("p", { class: "la-map-key" }, mark(`la-t${1 + (i % map.THEMES)}`), tag.name)
          )
        );
      } else {
        this.scale.replaceChildren();
      }
    }
  }

  map.Controls = Controls;
})();
