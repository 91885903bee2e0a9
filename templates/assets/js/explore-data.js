/* The explorer's data, loaded as it is needed: counterpart of litatlas.explorer.
 *
 *   await open()               the head, the values of the short ways to choose, the first papers
 *   ways                       [{place, key, label, size, long, values}]; a value is {number, slug, name, papers,
 *                              parent, colour}; in a long way some numbers below its size are nobody's
 *   await all(long)            every chunk of papers; `long` asks for authors and venues, too
 *   chunks                     [{first, size, flat: {year, degree, rank, document}, lists: [{at, items}]}], undefined
 *                              until loaded
 *   await cards(docs)          what the search shows of papers, each with its place here as `doc`
 *   among(documents)           the papers among what the search has found; every chunk is there
 *   await name(way, numbers)   so that way.values has these
 *   await numberOf(way, slug)  the number of a value, -1 for one that is not there
 *   await find(way, text)      numbers of the values with words that begin so
 */
(function () {
  "use strict";
  const { explore } = window.litatlas;
  const litatlas = window.litatlas;

  const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
  const VALUE = new Uint8Array(128);
  for (let value = 0; value < DIGITS.length; value++) VALUE[DIGITS.charCodeAt(value)] = value;
  const MOST_FILES = 4; // files of keys read for one beginning

  const data = (explore.data = { ways: [], chunks: [] });
  let head;

  const load = (kind, key) => litatlas.load(`explore/${kind}/${key}.js`, head.version);

  /** Gives a function that gives the numbers of a column one after the other. */
  function numbers(text) {
    let at = 0;
    return () => {
      let [value, scale, digit] = [0, 1, 0];
      do {
        digit = VALUE[text.charCodeAt(at++)];
        value += (digit & 31) * scale;
        scale *= 32;
      } while (digit > 31);
      return value;
    };
  }

  function flatColumn(text, size) {
    const next = numbers(text);
    return Uint32Array.from({ length: size }, next);
  }

  /** The lists of a column: those of paper i are items[at[i]] up to items[at[i + 1]]. */
  function listColumn(text, size) {
    const next = numbers(text);
    const at = new Uint32Array(size + 1);
    const items = [];
    for (let row = 0; row < size; row++) {
      let value = -1;
      for (let left = next(); left > 0; left--) {
        value += next() + 1;
        items.push(value);
      }
      at[row + 1] = items.length;
    }
    return { at, items: Uint32Array.from(items) };
  }

  const end = (number) => (number + 1 < head.starts.length ? head.starts[number + 1] : head.papers);

  async function loadChunk(number, long) {
    const wanted = [load("papers", number)];
    if (long) wanted.push(load("long", number));
    await Promise.all(wanted);
    const first = head.starts[number];
    const size = end(number) - first;
    if (!data.chunks[number]) {
      const columns = litatlas.get("explore-papers", number);
      const flat = Object.fromEntries(head.flat.map((name) => [name, flatColumn(columns[name], size)]));
      const lists = data.ways.map((way) => (way.long ? null : listColumn(columns[way.place], size)));
      data.chunks[number] = { first, size, flat, lists };
    }
    if (!long) return;
    const columns = litatlas.get("explore-long", number);
    for (const way of data.ways) {
      if (way.long) data.chunks[number].lists[way.place] ||= listColumn(columns[way.place], size);
    }
  }

  /** The number of the chunk that holds a paper. */
  function chunkOf(doc) {
    let [low, high] = [0, head.starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (head.starts[middle] <= doc) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  function takeValues(way, file) {
    const rows = litatlas.get("explore-values", `${way.place}-${file}`);
    rows.forEach((value, row) => {
      if (!value) return; // nobody's number
      const [slug, name, papers, parent = -1, colour = 0] = value;
      const number = file * head.values + row;
      way.values[number] ||= { number, slug, name, papers, parent, colour };
    });
  }

  data.name = async function (way, wanted) {
    const missing = wanted.filter((number) => !way.values[number]);
    const files = [...new Set(missing.map((number) => Math.floor(number / head.values)))];
    await Promise.all(files.map((file) => load("values", `${way.place}-${file}`)));
    files.forEach((file) => takeValues(way, file));
  };

  data.open = async function () {
    await litatlas.load("explore/head.js");
    head = data.head = litatlas.get("explore", "head");
    data.ways = head.ways.map((way, place) => ({
      place,
      key: way.key,
      label: way.label,
      size: way.values,
      long: !!way.long,
      values: [],
    }));
    const short = data.ways.filter((way) => !way.long);
    const every = (way) => data.name(way, Array.from({ length: way.size }, (_, number) => number));
    await Promise.all([...short.map(every), head.papers ? loadChunk(0, false) : null]);
  };

  data.all = (long) => Promise.all(head.starts.map((_, number) => loadChunk(number, long)));
  data.near = (docs) => Promise.all([...new Set(docs.map(chunkOf))].map((number) => loadChunk(number, false)));

  /** The numbers that one paper has of a way; its chunk is there. */
  data.valuesOf = function (doc, way) {
    const chunk = data.chunks[chunkOf(doc)];
    const list = chunk && chunk.lists[way.place];
    return list ? Array.from(list.items.subarray(list.at[doc - chunk.first], list.at[doc - chunk.first + 1])) : [];
  };

  /** One of a paper's plain numbers: year, degree, rank, document. */
  data.number = function (doc, name) {
    const chunk = data.chunks[chunkOf(doc)];
    return chunk ? chunk.flat[name][doc - chunk.first] : 0;
  };

  data.cards = async function (docs) {
    await data.near(docs);
    const cards = await litatlas.search.cards(docs.map((doc) => data.number(doc, "document")));
    return cards.map((card, at) => ({ ...card, doc: docs[at] }));
  };

  data.among = function (documents) {
    const papers = new Map();
    for (const { first, flat } of data.chunks) flat.document.forEach((document, row) => papers.set(document, first + row));
    return documents.filter((document) => papers.has(document)).map((document) => papers.get(document));
  };

  /** [key, number] of the keys from one on, file by file. */
  async function* keysFrom(way, key) {
    await load("first", way.place);
    const first = litatlas.get("explore-first", way.place);
    let [low, high] = [0, first.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (first[middle] < key) low = middle + 1;
      else high = middle;
    }
    for (let file = Math.max(0, low - 1); file < first.length; file++) {
      await load("keys", `${way.place}-${file}`);
      const keys = litatlas.get("explore-keys", `${way.place}-${file}`);
      for (let at = 0; at < keys.length; at += 2) if (keys[at] >= key) yield [keys[at], keys[at + 1], file - low];
    }
  }

  data.numberOf = async function (way, slug) {
    if (!way.long) return way.values.findIndex((value) => value.slug === slug);
    for await (const [key, number] of keysFrom(way, `=${slug}`)) return key === `=${slug}` ? number : -1;
    return -1;
  };

  data.find = async function (way, text) {
    const words = litatlas.search.normal(text).match(/[\p{L}\p{N}]+/gu) || [];
    const beginning = words.join(" ").slice(0, head.longest);
    const found = new Set();
    if (!beginning) return [];
    for await (const [key, number, file] of keysFrom(way, beginning)) {
      if (!key.startsWith(beginning) || file > MOST_FILES) break;
      found.add(number);
    }
    return [...found].sort((a, b) => a - b); // the commonest first, but for those that are nearly as common
  };
})();
