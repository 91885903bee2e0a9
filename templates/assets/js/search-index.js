/* The index of the search: small files (search/terms, cards, texts) made by litatlas.search, loaded as they are needed.
 *
 * The decoding is the counterpart of litatlas.search.shards. litatlas.index has what the other files of the search need.
 */
(function () {
  "use strict";

  const litatlas = window.litatlas;

  const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
  const VALUE = Object.fromEntries(Array.from(DIGITS, (digit, value) => [digit, value]));
  const END = "\uffff";
  const index = { manifest: null, stop: null }; // as the first file says
  let first, files;
  const opened = new Map();

  // The name of each file of terms: the hash of its first key, and a number where others have it too.
  function namesOf(keys) {
    const seen = new Map();
    return keys.map((key) => {
      const name = litatlas.hash(key).toString(16);
      const before = seen.get(name) || 0;
      seen.set(name, before + 1);
      return before ? `${name}-${before}` : name;
    });
  }

  async function start() {
    if (index.manifest) return;
    await litatlas.load("search/manifest.js");
    first = litatlas.get("search", "manifest").first.split(" ");
    files = namesOf(first);
    index.stop = new Set(litatlas.get("search", "manifest").stop.split(" "));
    index.manifest = litatlas.get("search", "manifest");
  }

  const part = (kind, number) => litatlas.load(`search/${kind}/${number}.js`, index.manifest.version);

  // The last file whose first key is not above this one; the parts of a long term have the same first key.
  function shardOf(key) {
    let [low, high] = [0, first.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (first[middle] <= key) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }

  function shardsOf(from, to) {
    let [low, high] = [shardOf(from), shardOf(to)];
    while (low > 0 && first[low - 1] === first[low]) low--;
    return Array.from({ length: high - low + 1 }, (_, at) => low + at);
  }

  // The terms of a file, loaded before, as [term, postings].
  function termsOf(number) {
    if (!opened.has(number)) {
      let before = "";
      opened.set(
        number,
        (litatlas.get("search-terms", files[number]) || "").split("\n").map((line) => {
          const blank = line.indexOf(" ");
          before = before.slice(0, VALUE[line[0]]) + line.slice(1, blank);
          return [before, line.slice(blank + 1)];
        })
      );
    }
    return opened.get(number);
  }

  function* range(from, to) {
    for (const number of shardsOf(from, to)) {
      if (litatlas.get("search-terms", files[number]) === undefined) continue;
      for (const entry of termsOf(number)) if (entry[0] >= from && entry[0] <= to) yield entry;
    }
  }

  function eachPosting(text, visit) {
    let at = 0;
    function number() {
      let [value, scale, digit] = [0, 1, 0];
      do {
        digit = VALUE[text[at++]];
        value += (digit & 31) * scale;
        scale *= 32;
      } while (digit > 31);
      return value;
    }
    while (at < text.length) {
      const level = VALUE[text[at++]] / 31;
      let doc = -1;
      for (let left = number(); left > 0; left--) {
        doc += number() + 1;
        visit(doc, level);
      }
    }
  }

  const loadAll = (numbers) => Promise.all([...new Set(numbers)].map((number) => part("terms", files[number])));

  const cardPart = (doc) => Math.floor(doc / index.manifest.cards);
  const cardOf = (doc) => litatlas.get("search-cards", cardPart(doc))[doc % index.manifest.cards];
  const textOf = (doc) => litatlas.get("search-texts", cardPart(doc))[doc % index.manifest.cards];
  const loadCards = (kind, docs) => Promise.all([...new Set(docs.map(cardPart))].map((number) => part(kind, number)));

  litatlas.index = Object.assign(index, {
    ...{ END, start, shardsOf, range, eachPosting, loadAll },
    ...{ cardOf, textOf, loadCards },
  });
})();
