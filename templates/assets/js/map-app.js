/* Puts the map together: one state, which the address, the controls, the panel and the canvas show. */
(function () {
  "use strict";

  const { map } = window.litatlas;
  const CLOSE = 1.5; // zoom at which a paper that was looked for is shown
  const REST = 250; // milliseconds without a movement after which the place is kept

  /** Where the papers and the lands around them lie. */
  function wholeBox({ box, themes }) {
    const places = themes.flatMap((theme) => theme.hulls.flat());
    return places.reduce(
      ([left, top, right, bottom], [x, y]) => [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)],
      box
    );
  }

  class App {
    constructor(holder, data) {
      this.data = data;
      this.holder = holder;
      this.shown = new Uint8Array(data.count);
      this.version = 0;
      this.state = map.address.read(location.search, data.head);
      this.view = new map.View(wholeBox(data.head), () => this.#moved());
      this.#build();
      this.painter = new map.Painter(this.stage.canvas, data, this.view);
      this.painter.palette = map.readPalette(this.stage.element, this.controls.samples);
      this.hands = new map.Hands(this);
      this.#listen();
    }

    /** The paper in the focus, its neighbours that are drawn, and all its relations. */
    get focus() {
      return this.focused.paper;
    }

    get near() {
      return this.focused.near;
    }

    get relations() {
      return this.focused.relations;
    }

    // ---- Building ----

    #build() {
      const { data } = this;
      this.panel = new map.Panel({ data, go: (paper) => this.goTo(paper, true), close: () => this.leave() });
      this.card = new map.Card(data);
      this.controls = new map.Controls({
        data,
        state: () => this.state,
        change: (part) => this.change(part),
        theme: (slug) => this.showTheme(slug),
        found: (paper) => this.#found(paper),
        wantAll: () => this.#wantAll(),
        list: () => this.change({ list: true, paper: "" }, true),
        clear: () => this.change({ theme: "", tag: "", from: 0, to: 0, q: "" }),
        zoom: (factor) => this.hands.zoom(factor),
        whole: () => this.view.showWhole(true),
      });
      this.stage = new map.Stage(data.count, this.controls, this.card, this.panel);
      this.focused = new map.Focus(data, this.panel, this.stage, () => this.#relationsCame());
      this.stage.showIn(this.holder);
    }

    #listen() {
      const { data } = this;
      new ResizeObserver(() => this.#resize()).observe(this.stage.element);
      data.onChange(() => this.#dataCame());
      window.addEventListener("popstate", () => {
        this.state = map.address.read(location.search, data.head);
        this.#restore(history.state);
      });
      this.controls.legend.addEventListener("toggle", () => this.#resize());
      const repaint = () => this.#recolour();
      new MutationObserver(repaint).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
      window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
      document.fonts?.addEventListener("loadingdone", () => {
        this.painter.renew();
        this.draw();
      });
    }

    /** Show the first picture: what the address says, where the reader was if they come back. */
    begin() {
      this.#filter();
      this.#resize();
      this.#restore(history.state);
      for (const font of ['600 16px "Source Serif 4"', '400 12px "Source Sans 3"']) document.fonts?.load(font);
    }

    #resize() {
      const { clientWidth, clientHeight } = this.stage.element;
      if (!clientWidth) return;
      this.painter.resize(clientWidth, clientHeight);
      this.#measure();
      this.view.resize(clientWidth, clientHeight);
      this.painter.labels.forget();
      this.paintNow();
    }

    #measure() {
      this.blocked = this.stage.blocked;
      this.view.cover = this.stage.cover;
    }

    // ---- State ----

    /** Change a part of the state; a step is one that the back button undoes. */
    change(part, step = false) {
      const before = map.address.write(this.state, location.search);
      this.state = { ...this.state, ...part };
      const after = map.address.write(this.state, location.search);
      if (before !== after) map.address.keep(after, this.view, step);
      if (part.theme || part.tag || part.from || part.to || part.q) this.#wantAll();
      this.#show();
    }

    async #restore(kept) {
      const place = map.address.placeIn(kept);
      if (place) this.view.set(place.x, place.y, place.zoom);
      if (this.#filtered()) this.#wantAll();
      await this.#showAddressed();
      this.#show();
      const theme = this.#themeNumber(this.state.theme);
      if (!place && this.focus >= 0) this.view.show(this.data.x[this.focus], this.data.y[this.focus], CLOSE);
      else if (!place && theme >= 0) this.view.showBox(this.painter.lands[theme].box, false);
      this.draw();
    }

    /** Load until the paper that the address names is there. */
    async #showAddressed() {
      const { data, state } = this;
      for (let tile = 0; state.paper && !data.numbers.has(state.paper) && tile < data.head.tiles.length; tile += 1) {
        await data.papers(tile);
      }
    }

    #filtered() {
      const { theme, tag, from, to, q } = this.state;
      return Boolean(theme || tag || from || to || q);
    }

    #themeNumber(slug) {
      return this.data.head.themes.findIndex((theme) => theme.slug === slug);
    }

    #filter() {
      const count = map.filter(this.data, this.state, this.shown);
      this.shownCount = this.#filtered() ? count : this.data.count;
      this.painter.colour(this.state, this.shown);
    }

    #show() {
      const { data, state } = this;
      this.version += 1;
      this.#filter();
      this.controls.show(state, this.shownCount, data.count);
      const paper = state.paper ? (data.numbers.get(state.paper) ?? -1) : -1;
      if (paper !== this.focus) {
        this.painter.labels.forget();
        this.focused.set(paper);
      } else if (paper >= 0) this.#showRelations();
      if (paper < 0) {
        if (state.list) this.#showList();
        else this.panel.hide();
      }
      this.#measure();
      this.draw();
    }

    // ---- Papers ----

    /** Bring a paper into the focus, and into view. */
    goTo(paper, enter) {
      const first = this.focus < 0;
      // A walk by keys is one step for the back button.
      this.change({ paper: this.data.id[paper], list: false }, first || enter);
      this.view.show(this.data.x[paper], this.data.y[paper]);
      if (enter) this.panel.enter();
    }

    /** Leave the paper or list that is shown. Returns whether there was one. */
    leave() {
      if (this.focus < 0 && !this.state.list) return false;
      const inside = this.panel.element.contains(document.activeElement);
      this.change({ paper: "", list: false }, true);
      if (inside) this.stage.area.focus({ preventScroll: true });
      return true;
    }

    #relationsCame() {
      this.#showRelations();
      this.#measure();
      this.view.show(this.data.x[this.focus], this.data.y[this.focus]);
      this.draw();
    }

    #showRelations() {
      this.focused.show(this.#kindsOn(), new Set(this.state.without));
    }

    #kindsOn() {
      return this.data.head.kinds.reduce((on, kind, i) => on | (this.state.without.includes(kind.key) ? 0 : 1 << i), 0);
    }

    #showList() {
      const { data, shown } = this;
      this.#wantAll();
      const papers = [];
      for (let paper = 0; paper < data.count; paper += 1) if (shown[paper]) papers.push(paper);
      papers.sort((one, other) => data.degree[other] - data.degree[one] || one - other);
      this.panel.showList(papers, data.count, data.complete);
    }

    #found(paper) {
      this.change({ q: "", paper: this.data.id[paper], list: false }, true);
      this.view.show(this.data.x[paper], this.data.y[paper], CLOSE);
      this.stage.area.focus({ preventScroll: true });
    }

    /** Choose a theme, or with "" all of them, and show where it lies. */
    showTheme(slug) {
      this.change({ theme: slug, paper: "" }, true);
      const number = this.#themeNumber(slug);
      if (number >= 0) this.view.showBox(this.painter.lands[number].box);
      else this.view.showWhole(true);
    }

    // ---- Data and drawing ----

    #wantAll() {
      if (!this.data.complete) this.data.all().catch((error) => console.warn(error.message));
    }

    #dataCame() {
      if (!this.arriving) {
        this.arriving = true;
        requestAnimationFrame(() => {
          this.arriving = false;
          this.controls.find.again();
          this.#show();
        });
      }
    }

    #moved() {
      this.hands.moved();
      clearTimeout(this.resting);
      this.resting = setTimeout(() => {
        this.data.loadSeen(this.view.seen(100), this.view.zoom);
        map.address.keep(location.search, this.view, false);
      }, REST);
      this.draw();
    }

    #recolour() {
      this.painter.palette = map.readPalette(this.stage.element, this.controls.samples);
      this.draw();
    }

    /** Draw at the next frame; calls in between are one. */
    draw() {
      if (this.drawing) return;
      this.drawing = requestAnimationFrame((now) => {
        this.drawing = 0;
        this.view.step(now);
        this.paintNow();
      });
    }

    paintNow() {
      this.painter.frame({
        focus: this.focus,
        hover: this.hands.hover,
        near: this.near,
        on: this.#kindsOn(),
        blocked: this.blocked,
        key: `${this.version} ${this.focus} ${this.near.size}`,
      });
    }
  }

  /** Start the map in its place on the page. */
  map.start = async (holder) => {
    const data = new map.Data(new URL(holder.dataset.head, document.baseURI));
    await data.begin();
    if (!data.count) return;
    await data.papers(0);
    await data.edgesOf(0);
    map.app = new App(holder, data);
    map.app.begin();
  };
})();
