/* The papers and relations of the map, as far as they are loaded.
 *
 * The form of the files is told in the guide ("The data of the map"). Everything names papers by number; columns have
 * room for all papers from the start, so that a tile that comes later moves nothing.
 */
(function () {
  "use strict";

  const { map } = window.litatlas;
  const SMALLEST = 3; // radius of a paper without relations, in units of the map; the gap between papers is 20
  const LARGEST = 8;
  const APART = 4; // pixels between papers from which on a tile of them is worth loading

  class Data {
    /** @param {URL} head Address of the head's script; the others lie beside it. */
    constructor(head) {
      this.headUrl = head;
      this.waiting = new Map();
      this.listeners = [];
      window.litatlas.graph = (part, number, data) => this.#take(part, number, data);
    }

    /** Load the head; everything else needs it. */
    async begin() {
      const head = await this.#load("head", 0, this.headUrl);
      const count = head.papers;
      this.head = head;
      this.count = count;
      this.root = new URL(head.root, this.headUrl);
      this.x = new Float32Array(count);
      this.y = new Float32Array(count);
      this.radius = new Float32Array(count);
      this.theme = new Int16Array(count);
      this.year = new Int16Array(count);
      this.tag = new Int16Array(count);
      this.degree = new Uint16Array(count);
      this.here = new Uint8Array(count);
      for (const column of ["id", "title", "short", "by", "status", "text"]) this[column] = new Array(count).fill("");
      this.numbers = new Map();
      this.grid = new map.Grid(head.box, 3 * head.gap, count);
      this.edges = { a: [], b: [], weight: [], kinds: [], back: [] };
      this.links = new Array(count);
      this.loadedPapers = 0;
      this.mostRelations = 1;
    }

    /** Call a function each time that papers or edges have come. */
    onChange(listener) {
      this.listeners.push(listener);
    }

    papers(tile) {
      return this.#once("papers", tile, (data) => this.#addPapers(tile, data));
    }

    /** Load the edges of a tile. Those that lead to papers which are not here are drawn once these have come. */
    edgesOf(tile) {
      return this.#once("edges", tile, (data) => this.#addEdges(data));
    }

    /** Load the relations of a paper in words: [[other, weight, [[kind, first, rest], ...]], ...]. */
    async relationsOf(paper) {
      const id = this.id[paper];
      const file = window.litatlas.bucket(id, this.head.reasons);
      const lists = await this.#once("reasons", file, (data) => data);
      const told = Object.hasOwn(lists, id) ? lists[id] : [];
      await Promise.all(told.map(([, tile]) => this.papers(tile)));
      const relations = told.map(([other, , weight, reasons]) => [this.numbers.get(other), weight, reasons]);
      await Promise.all(relations.map(([other]) => this.edgesOf(this.tileOf(Math.max(paper, other)))));
      return relations;
    }

    /** Load all papers, tile by tile. */
    async all() {
      for (let tile = 0; tile < this.head.tiles.length; tile += 1) await this.papers(tile);
    }

    /** Load the tiles of a part of the map, once it is so near that their papers can be told apart. */
    loadSeen([left, top, right, bottom], zoom) {
      this.head.tiles.forEach(({ box }, tile) => {
        const seen = box[0] <= right && box[2] >= left && box[1] <= bottom && box[3] >= top;
        if (tile === 0 || (seen && this.head.gap * zoom >= APART)) {
          this.papers(tile).then(() => this.edgesOf(tile)).catch((error) => console.warn(error.message));
        }
      });
    }

    get complete() {
      return this.loadedPapers === this.count;
    }

    tileOf(paper) {
      const { tiles } = this.head;
      let low = 0;
      let high = tiles.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (tiles[middle].first <= paper) low = middle;
        else high = middle - 1;
      }
      return low;
    }

    /** The page of a paper; from a folder without a server it is named as a file. */
    pageOf(paper) {
      return this.page(`papers/${this.id[paper]}/`);
    }

    page(path) {
      return new URL(path + (location.protocol === "file:" ? "index.html" : ""), this.root).href;
    }

    nameOf(paper) {
      return this.short[paper] || this.title[paper];
    }

    themeOf(paper) {
      return this.theme[paper] < 0 ? null : this.head.themes[this.theme[paper]];
    }

    /** The edge between two papers, or -1. */
    edgeBetween(one, other) {
      const { a, b } = this.edges;
      return (this.links[one] || []).find((edge) => a[edge] === other || b[edge] === other) ?? -1;
    }

    /** The strongest kind of an edge among those that are switched on (bits), or -1. */
    kindOf(edge, on) {
      const bits = (this.edges.kinds[edge] | this.edges.back[edge]) & on;
      return bits ? 31 - Math.clz32(bits & -bits) : -1;
    }

    /** How one paper is related to another by the kinds that are switched on: the strongest kind, and its directions. */
    relationTo(paper, other, on) {
      const edge = this.edgeBetween(paper, other);
      const kind = edge < 0 ? -1 : this.kindOf(edge, on);
      if (kind < 0) return null;
      const { a, kinds, back } = this.edges;
      const [there, here] = a[edge] === paper ? [kinds, back] : [back, kinds];
      const bit = this.head.kinds[kind].directed ? 1 << kind : 0;
      return { kind, to: (there[edge] & bit) > 0, back: (here[edge] & bit) > 0 };
    }

    #once(part, number, use) {
      const key = `${part}-${number}`;
      if (!this.waiting.has(key)) {
        const url = new URL(`${key}.js`, this.headUrl);
        this.waiting.set(key, this.#load(part, number, url).then(use));
      }
      return this.waiting.get(key);
    }

    #load(part, number, url) {
      return new Promise((resolve, reject) => {
        this.waiting.set(`take ${part} ${number}`, resolve);
        window.litatlas.load(url.href.slice(window.litatlas.root.length)).catch(reject);
      });
    }

    #take(part, number, data) {
      const key = `take ${part} ${number}`;
      const resolve = this.waiting.get(key);
      this.waiting.delete(key);
      if (resolve) resolve(data);
    }

    #addPapers(tile, columns) {
      const { first } = this.head.tiles[tile];
      for (const most of columns.degree) this.mostRelations = Math.max(this.mostRelations, most);
      columns.id.forEach((id, i) => {
        const paper = first + i;
        for (const column of ["id", "title", "short", "by", "x", "y", "theme", "year", "tag", "degree", "status"]) {
          this[column][paper] = columns[column][i];
        }
        this.text[paper] = map.folded(`${columns.short[i]} ${columns.title[i]} ${columns.by[i]} ${columns.authors[i]}`);
        this.radius[paper] = SMALLEST + ((LARGEST - SMALLEST) * columns.degree[i]) / this.mostRelations;
        this.here[paper] = 1;
        this.numbers.set(id, paper);
        this.grid.add(paper, columns.x[i], columns.y[i]);
      });
      this.loadedPapers += columns.id.length;
      this.#tell();
    }

    #addEdges(columns) {
      const touched = new Set();
      columns.a.forEach((a, i) => {
        const b = columns.b[i];
        const edge = this.edges.a.length;
        for (const column of ["a", "b", "weight", "kinds", "back"]) this.edges[column].push(columns[column][i]);
        for (const end of [a, b]) {
          (this.links[end] = this.links[end] || []).push(edge);
          touched.add(end);
        }
      });
      const { weight } = this.edges;
      for (const paper of touched) this.links[paper].sort((one, other) => weight[other] - weight[one] || one - other);
      this.#tell();
    }

    #tell() {
      for (const listener of this.listeners) listener();
    }
  }

  /** A text without accents and case, for comparing. */
  map.folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  map.Data = Data;
})();
