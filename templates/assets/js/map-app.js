/* Puts the map together: one state, which the address, the controls, the panel and the canvas show. */
(function () {
  "use strict";

  const { map } = window.litatlas;
  const { make } = map;
  const APART = 4; // pixels between papers from which on a tile of them is worth loading
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
      this.focus = -1;
      this.hover = -1;
      this.near = new Map();
      this.relations = [];
      this.shown = new Uint8Array(data.count);
      this.version = 0;
      this.asked = 0;
      this.state = map.address.read(location.search, data.head);
      this.view = new map.View(wholeBox(data.head), () => this.#moved());
      this.#build();
      this.painter = new map.Painter(this.canvas, data, this.view);
      this.painter.palette = map.readPalette(this.stage, this.controls.samples);
      this.#listen();
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
        zoom: (factor) => this.#zoom(factor),
        whole: () => this.view.showWhole(true),
      });
      this.canvas = make("canvas", { "aria-hidden": "true" });
      this.area = make("div", {
        class: "la-map-area",
        tabindex: "0",
        role: "application",
        "aria-roledescription": "map",
        "aria-label": `Map of ${data.count} papers`,
        "aria-describedby": "la-map-keys",
      });
      this.area.append(this.canvas);
      this.said = make("div", { class: "la-map-said", role: "status" });
      this.stage = make(
        "div",
        { class: "la-map-stage" },
        this.area,
        this.controls.legend,
        this.controls.zoom,
        this.card.element,
        this.panel.element
      );
      const keys = make("p", {
        class: "la-map-keys",
        id: "la-map-keys",
        text: "Arrow keys go from paper to paper, Enter opens one, Escape leaves it; plus and minus zoom, 0 shows all. The table below holds the same papers.",
      });
      this.holder.append(this.controls.bar, this.stage, keys, this.said);
      this.holder.hidden = false;
    }

    #listen() {
      const { data, view } = this;
      map.listen(this.area, {
        view,
        hover: (point) => this.#hover(point),
        click: (point) => this.#click(point),
        busy: (busy) => this.area.classList.toggle("la-map-area--held", busy),
      });
      map.listenToKeys(this.area, {
        view,
        data,
        focus: () => this.focus,
        go: (paper) => paper >= 0 && this.goTo(paper, false),
        open: (paper) => location.assign(data.pageOf(paper)),
        leave: () => this.leave(),
        allowed: (paper) => this.shown[paper] === 1,
      });
      this.panel.element.addEventListener("keydown", (event) => {
        if (event.key === "Escape") this.leave();
      });
      new ResizeObserver(() => this.#resize()).observe(this.stage);
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
      const { clientWidth, clientHeight } = this.stage;
      if (!clientWidth) return;
      this.painter.resize(clientWidth, clientHeight);
      this.#measure();
      this.view.resize(clientWidth, clientHeight);
      this.painter.labels.forget();
      this.paintNow();
    }

    /** What of the map the panel hides, and where names would lie under something. */
    #measure() {
      this.blocked = [this.controls.legend, this.controls.zoom].map((element) => ({
        left: element.offsetLeft,
        top: element.offsetTop,
        right: element.offsetLeft + element.offsetWidth,
        bottom: element.offsetTop + element.offsetHeight,
      }));
      const { element } = this.panel;
      const sheet = element.offsetWidth > this.stage.clientWidth * 0.8;
      this.view.cover = {
        right: element.hidden || sheet ? 0 : element.offsetWidth,
        bottom: element.hidden || !sheet ? 0 : element.offsetHeight,
      };
    }

    // ---- State ----

    /** Change a part of the state; a step is one that the back button undoes. */
    change(part, step = false) {
      const before = map.address.write(this.state, location.search);
      this.state = { ...this.state, ...part };
      const after = map.address.write(this.state, location.search);
      if (before !== after) this.#keep(after, step);
      if (part.theme || part.tag || part.from || part.to || part.q) this.#wantAll();
      this.#show();
    }

    #keep(query, step) {
      const place = this.#place();
      const address = location.pathname + query + location.hash;
      try {
        if (step) history.pushState(place, "", address);
        else history.replaceState(place, "", address);
      } catch {
        // A browser that lets no file change its address; the map works without.
      }
    }

    #place() {
      return { map: { x: this.view.x, y: this.view.y, zoom: this.view.zoom } };
    }

    async #restore(kept) {
      const place = kept && kept.map;
      if (place && [place.x, place.y, place.zoom].every(Number.isFinite)) this.view.set(place.x, place.y, place.zoom);
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
      if (paper !== this.focus) this.#setFocus(paper);
      else if (paper >= 0) this.#showRelations();
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
      if (inside) this.area.focus({ preventScroll: true });
      return true;
    }

    #setFocus(paper) {
      const { data } = this;
      this.focus = paper;
      this.near = new Map();
      this.relations = [];
      this.asked += 1;
      this.painter.labels.forget();
      if (paper < 0) return;
      this.panel.showPaper(paper);
      this.#say(paper);
      const asked = this.asked;
      data.relationsOf(paper).then(
        (relations) => {
          if (asked !== this.asked) return;
          this.relations = relations;
          this.#showRelations();
          this.#measure();
          this.view.show(data.x[paper], data.y[paper]);
          this.draw();
        },
        (error) => console.warn(`The relations of a paper are not shown: ${error.message}`)
      );
    }

    #say(paper) {
      const { data } = this;
      const theme = data.themeOf(paper);
      this.said.textContent = [
        data.title[paper],
        data.by[paper],
        data.status[paper],
        theme ? theme.name : "in no theme",
        map.relations(data.degree[paper]),
      ]
        .filter(Boolean)
        .join(". ");
    }

    #showRelations() {
      const { data } = this;
      const on = this.#kindsOn();
      this.near = new Map();
      for (const [other, weight] of this.relations) {
        const drawn = data.relationTo(this.focus, other, on);
        if (drawn) this.near.set(other, { ...drawn, weight });
      }
      this.panel.showRelations(this.relations, new Set(this.state.without));
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
      this.area.focus({ preventScroll: true });
    }

    /** Choose a theme, or with "" all of them, and show where it lies. */
    showTheme(slug) {
      this.change({ theme: slug, paper: "" }, true);
      const number = this.#themeNumber(slug);
      if (number >= 0) this.view.showBox(this.painter.lands[number].box);
      else this.view.showWhole(true);
    }

    // ---- Pointer ----

    #at(point) {
      const { data, view } = this;
      const x = view.placeX(point.left);
      const y = view.placeY(point.top);
      const reach = (point.reach + 10) / view.zoom;
      const paper = data.grid.nearest(x, y, reach, (one) => this.shown[one] === 1 || this.focus === one || this.near.has(one));
      if (paper < 0) return -1;
      const away = Math.hypot(data.x[paper] - x, data.y[paper] - y) * view.zoom;
      return away <= this.painter.radiusOf(paper) + point.reach ? paper : -1;
    }

    #hover(point) {
      const paper = point ? this.#at(point) : -1;
      const theme = point && paper < 0 ? this.painter.themeNamedAt(point.left, point.top) : -1;
      this.area.classList.toggle("la-map-area--link", paper >= 0 || theme >= 0);
      if (point) this.card.show(paper, point.left, point.top, this.view);
      else this.card.show(-1);
      if (paper === this.hover) return;
      this.hover = paper;
      this.draw();
    }

    #click(point) {
      const paper = this.#at(point);
      if (paper >= 0) {
        this.card.show(-1);
        this.goTo(paper, false);
        return;
      }
      const theme = this.painter.themeNamedAt(point.left, point.top);
      if (theme >= 0 && this.focus < 0) {
        const { slug } = this.data.head.themes[theme];
        this.showTheme(this.state.theme === slug ? "" : slug);
        return;
      }
      this.leave();
    }

    #zoom(factor) {
      const { view } = this;
      const zoom = view.zoom * factor;
      const x = view.placeX((view.width - view.cover.right) / 2);
      const y = view.placeY((view.height - view.cover.bottom) / 2);
      view.go(x, y, Math.max(view.whole, Math.min(6, zoom)), true);
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

    /** Load the tiles that are in view and large enough to tell their papers apart. */
    #loadSeen() {
      const { data, view } = this;
      const [left, top, right, bottom] = view.seen(100);
      data.head.tiles.forEach(({ box }, tile) => {
        const seen = box[0] <= right && box[2] >= left && box[1] <= bottom && box[3] >= top;
        if (tile === 0 || (seen && data.head.gap * view.zoom >= APART)) {
          data.papers(tile).then(() => data.edgesOf(tile)).catch((error) => console.warn(error.message));
        }
      });
    }

    #moved() {
      if (this.hover >= 0) {
        this.hover = -1;
        this.card.show(-1);
      }
      clearTimeout(this.resting);
      this.resting = setTimeout(() => {
        this.#loadSeen();
        this.#keep(location.search, false);
      }, REST);
      this.draw();
    }

    #recolour() {
      this.painter.palette = map.readPalette(this.stage, this.controls.samples);
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
        hover: this.hover,
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
