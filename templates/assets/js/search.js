/* The search of every page: finds papers and sections of the text as one types, hosted or from a folder.
 *
 * The index lies in small files (search/terms, cards, texts), made by litatlas.search; a query loads the few that
 * it needs. `tokens` and the decoding here are the counterparts of litatlas.search.tokens and litatlas.search.shards.
 * litatlas.search(query, limit) gives results to other scripts; `find`, `cards`, `normal` and `marked` are its parts.
 */
(function () {
  "use strict";
  const litatlas = window.litatlas;

  // ---- Words ----

  const LONGEST = 40;
  const CJK = "\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7af\\u{20000}-\\u{323af}";
  const HAS_CJK = new RegExp("[" + CJK + "]", "u");
  const RUNS = new RegExp("[" + CJK + "]+|[^" + CJK + "]+", "gu");
  const CONNECTOR = /[-‐‒–—_'’ʼ]/u;
  const GROUP = /[\p{L}\p{N}\p{M}]+(?:[-‐‒–—_'’ʼ][\p{L}\p{N}\p{M}]+)*/gu;
  const ENDING = /(?<=[\p{L}\p{N}_])['’ʼ](?=(?:s|t|re|ve|ll|d|m)(?![\p{L}\p{N}_]))/gu;
  const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ς: "σ" };

  function normal(text) {
    return text
      .normalize("NFKD")
      .toLowerCase()
      .replace(/[\u0300-\u036f]/g, "")
      .replace(/[ßæœøłđðþıς]/g, (letter) => LETTERS[letter])
      .normalize("NFC")
      .replace(ENDING, "");
  }

  const pieces = (group) => group.split(CONNECTOR).filter(Boolean);
  const groups = (text) => normal(text).match(GROUP) || [];
  const cut = (word) => Array.from(word).slice(0, LONGEST).join("");

  // The words of a group: its pieces, pairs of characters for Chinese, Japanese and Korean.
  function wordsOf(group) {
    return pieces(group).flatMap((piece) =>
      piece.match(RUNS).flatMap((run) => {
        const letters = Array.from(run);
        if (!HAS_CJK.test(run) || letters.length < 3) return [cut(run)];
        return letters.slice(1).map((letter, at) => letters[at] + letter);
      })
    );
  }

  // English endings: a word of a text stands for another one with less weight.
  function stem(word) {
    if (word.length < 4 || !/^[a-z]+$/.test(word)) return word;
    let root = word;
    if (/ies$/.test(root) && root.length > 4) root = root.slice(0, -3) + "y";
    else if (/(ss|x|ch|sh|zz)es$/.test(root)) root = root.slice(0, -2);
    else if (/[^sui]s$/.test(root)) root = root.slice(0, -1);
    const bare = root.replace(/(ing|ed)$/, "");
    if (bare !== root && bare.length > 2 && /[aeiouy]/.test(bare)) root = bare.replace(/([^aeiouls])\1$/, "$1");
    return root.length > 3 ? root.replace(/e$/, "").replace(/y$/, "i") : root;
  }

  // The forms that share a word's stem, as keys of the index: far fewer than all words that begin like it.
  const FORMS = " e i ie y s es ies ys ed eds ied yed ing ings ying eing".split(" ");

  function formsOf(word) {
    const root = stem(word).replace(/[iy]$/, "");
    if (root.length < 3 || !/[a-z]$/.test(root)) return [];
    const last = root[root.length - 1];
    return [...FORMS, last + "ed", last + "ing", last + "ings"]
      .map((form) => root + form)
      .filter((form) => form !== word && stem(form) === stem(word));
  }

  // Whether one letter too many, too few, another one or two in wrong order make one word of the other.
  function near(a, b) {
    if (Math.abs(a.length - b.length) > 1) return false;
    let at = 0;
    while (at < a.length && a[at] === b[at]) at++;
    const [x, y] = [a.slice(at), b.slice(at)];
    if (x.slice(1) === y.slice(1) || x.slice(1) === y || x === y.slice(1)) return true;
    return x[0] === y[1] && x[1] === y[0] && x.slice(2) === y.slice(2);
  }

  function nearBeginning(word, other) {
    return [0, 1, -1].some((more) => near(word, other.slice(0, word.length + more)));
  }

  // ---- The index ----

  const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
  const VALUE = Object.fromEntries(Array.from(DIGITS, (digit, value) => [digit, value]));
  const MOST_SHARDS = 6; // for the words that begin alike; a longer beginning needs fewer
  const MOST_GUESSED = 16; // for a word that is not there
  const END = "\uffff";
  let manifest, first, files, stop;
  const opened = new Map();

  // The name of each file of terms: the FNV-1a hash of its first key, and a number where others have it too.
  function namesOf(keys) {
    const seen = new Map();
    return keys.map((key) => {
      let value = 2166136261;
      for (const byte of new TextEncoder().encode(key)) value = Math.imul(value ^ byte, 16777619) >>> 0;
      const name = value.toString(16);
      const before = seen.get(name) || 0;
      seen.set(name, before + 1);
      return before ? `${name}-${before}` : name;
    });
  }

  async function start() {
    if (manifest) return;
    await litatlas.load("search/manifest.js");
    first = litatlas.get("search", "manifest").first.split(" ");
    files = namesOf(first);
    stop = new Set(litatlas.get("search", "manifest").stop.split(" "));
    manifest = litatlas.get("search", "manifest");
  }

  const part = (kind, number) => litatlas.load(`search/${kind}/${number}.js`, manifest.version);

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

  // ---- The query ----

  const FIELDS = { author: "a", tag: "t", venue: "v", year: "y", has: "h" };
  const CLAUSE = /(-?)(?:(author|tag|venue|year|has):)?("[^"]*"?|[^\s"]+)/giu;

  // Gives {units, filters, phrases, name}: words to find, sets to keep to or leave out, words side by side.
  function parse(query) {
    const found = { units: [], filters: [], phrases: [], name: "" };
    for (const [, minus, field, raw] of query.matchAll(CLAUSE)) {
      const value = raw.replace(/"/g, "");
      const not = minus === "-";
      if (field) {
        if (value) found.filters.push({ not, key: FIELDS[field.toLowerCase()], value });
        continue;
      }
      const own = groups(value);
      const words = own.flatMap(wordsOf);
      if (!words.length) continue;
      if (raw[0] === '"') found.phrases.push({ not, words });
      else if (not) found.filters.push({ not, words });
      if (not) continue;
      for (const group of own) {
        const parts = wordsOf(group);
        const whole = parts.length > 1 && !HAS_CJK.test(group) ? [cut(parts.join(""))] : [];
        parts.forEach((word) => found.units.push({ word, others: whole.slice(), raw: raw[0] === '"' }));
      }
    }
    const units = found.units;
    units.slice(1).forEach((unit, at) => {
      // "pre training" finds "pretraining" as well.
      const both = cut(units[at].word + unit.word);
      if (HAS_CJK.test(both)) return;
      unit.others.push(both);
      units[at].others.push(both);
    });
    found.name = units.map((unit) => unit.word).join("").slice(0, 64);
    const last = units[units.length - 1];
    if (last && /[\p{L}\p{N}\p{M}]$/u.test(query) && !/:\S*$/.test(query)) last.open = true;
    return found;
  }

  // ---- Looking up ----

  const EXACT = 1;
  const STEM = 0.75;
  const BEGINNING = 0.6;
  const NEAR = 0.5;

  const enough = (numbers) => (numbers.length > MOST_SHARDS ? [] : numbers);

  function shardsFor(unit) {
    const word = unit.word;
    const numbers = [word, ...unit.others].flatMap((key) => shardsOf(key, key));
    if (unit.open && (word.length > 1 || HAS_CJK.test(word))) numbers.push(...enough(shardsOf(word, word + END)));
    if (manifest.stem && !unit.raw) numbers.push(...formsOf(word).flatMap((key) => shardsOf(key, key)));
    return numbers;
  }

  // Fills unit.docs (document -> share of the word, up to 1) and unit.words (what was found, for marking).
  function look(unit) {
    unit.docs = new Map();
    unit.words = new Set([unit.word]);
    const take = ([term, postings], factor) => {
      unit.words.add(term);
      eachPosting(postings, (doc, level) => {
        if (level * factor > (unit.docs.get(doc) || 0)) unit.docs.set(doc, level * factor);
      });
    };
    const word = unit.word;
    for (const key of [word, ...unit.others]) for (const entry of range(key, key)) take(entry, EXACT);
    if (manifest.stem && !unit.raw) {
      for (const key of formsOf(word)) for (const entry of range(key, key)) take(entry, STEM);
    }
    if (unit.open && (word.length > 1 || HAS_CJK.test(word))) {
      for (const entry of range(word, word + END)) {
        if (entry[0] !== word) take(entry, BEGINNING * (0.5 + (0.5 * word.length) / entry[0].length));
      }
    }
    return take;
  }

  // Words that are not there: one letter wrong. The first two letters are taken to be right.
  async function guess(unit) {
    const word = unit.word;
    if (word.length < 5 || HAS_CJK.test(word) || unit.raw) return;
    let numbers = shardsOf(word.slice(0, 2), word.slice(0, 2) + END);
    if (numbers.length > MOST_GUESSED / 2) {
      numbers = shardsOf(word.slice(0, 3), word.slice(0, 3) + END).slice(0, MOST_GUESSED);
    }
    await loadAll(numbers);
    const take = look(unit);
    for (const entry of range(word.slice(0, 2), word.slice(0, 2) + END)) {
      if (near(word, entry[0])) take(entry, NEAR);
      else if (unit.open && nearBeginning(word, entry[0])) take(entry, NEAR * 0.6);
    }
  }

  const collect = (entries) => {
    const docs = new Map();
    for (const [, postings] of entries) eachPosting(postings, (doc, level) => docs.set(doc, level));
    return docs;
  };

  const common = (maps) => new Map([...maps[0]].filter(([doc]) => maps.every((map) => map.has(doc))));

  async function filter({ key, value, words }) {
    if (words) {
      await loadAll(words.flatMap((word) => shardsOf(word, word)));
      return common(words.map((word) => collect(range(word, word))));
    }
    if (key === "y") {
      const years = /^(\d{4})?(\.\.|-|–)?(\d{4})?$/.exec(value) || [];
      if (!years[1] && !years[3]) return null;
      const from = "y:" + (years[1] || "0000");
      const to = "y:" + (years[3] || (years[2] ? "9999" : years[1]));
      await loadAll(shardsOf(from, to));
      return collect(range(from, to));
    }
    const whole = groups(value).flatMap(pieces).join("").slice(0, 64);
    if (!whole) return null;
    await loadAll(enough(shardsOf(`${key}:${whole}`, `${key}:${whole}${END}`)));
    const named = collect(range(`${key}:${whole}`, `${key}:${whole}${END}`));
    if (named.size) return named;
    const keys = groups(value).flatMap(wordsOf).map((word) => `${key}:${word}`);
    await loadAll(keys.flatMap((one) => shardsOf(one, one)));
    return common(keys.map((one) => collect(range(one, one))));
  }

  // A short name or a title that is the query, or begins with it.
  function names(name) {
    const docs = new Map();
    if (name.length < 2) return docs;
    for (const [term, postings] of range("=" + name, "=" + name + END)) {
      const bonus = term.length === name.length + 1 ? 2 : 0.25 + (0.5 * name.length) / term.length;
      eachPosting(postings, (doc) => docs.set(doc, Math.max(bonus, docs.get(doc) || 0)));
    }
    return docs;
  }

  const rarity = (size) => Math.log(1 + (manifest.documents - size + 0.5) / (size + 0.5));

  function rank(asked, kept, left) {
    const units = asked.units.filter((unit) => !stop.has(unit.word));
    const needed = units.length ? units : asked.units;
    const scores = new Map();
    let whole = 0;
    for (const unit of asked.units) {
      const weight = rarity(unit.docs.size);
      const counts = needed.includes(unit);
      if (counts) whole += weight;
      for (const [doc, share] of unit.docs) {
        if (!counts && !scores.has(doc)) continue;
        const score = scores.get(doc) || { sum: 0, had: 0, units: 0 };
        score.sum += weight * share * (counts ? 1 : 0.3);
        if (counts) [score.had, score.units] = [score.had + weight, score.units + 1];
        scores.set(doc, score);
      }
    }
    if (!asked.units.length && kept.length) {
      for (const doc of kept[0].keys()) scores.set(doc, { sum: 0, had: 0, units: 0 });
    }
    // Where words stand as one ("in-context"), they stand side by side.
    for (const key of new Set(asked.units.flatMap((unit) => unit.others))) {
      const docs = collect(range(key, key));
      const weight = 0.5 * rarity(docs.size);
      for (const [doc, level] of docs) if (scores.has(doc)) scores.get(doc).sum += weight * level;
    }
    const bonus = names(asked.name);
    const all = [];
    for (const [doc, { sum, had, units: found }] of scores) {
      if (left.some((docs) => docs.has(doc)) || kept.some((docs) => !docs.has(doc))) continue;
      const share = whole ? had / whole : 1;
      all.push({ doc, full: found >= needed.length, share, score: sum * share * share + whole * (bonus.get(doc) || 0) });
    }
    const full = all.filter((one) => one.full || bonus.has(one.doc));
    // Where hardly anything has all words, what has most of them stands among the rest.
    const chosen = full.length < 3 ? all.filter((one) => one.full || one.share > 0.5) : full;
    return chosen.sort((a, b) => b.score - a.score || a.doc - b.doc).map((one) => one.doc);
  }

  const cardPart = (doc) => Math.floor(doc / manifest.cards);
  const cardOf = (doc) => litatlas.get("search-cards", cardPart(doc))[doc % manifest.cards];
  const textOf = (doc) => litatlas.get("search-texts", cardPart(doc))[doc % manifest.cards];
  const loadCards = (kind, docs) => Promise.all([...new Set(docs.map(cardPart))].map((number) => part(kind, number)));

  const MOST_CHECKED = 240; // documents read to see whether their words stand side by side

  async function keepPhrases(docs, phrases, limit) {
    if (!phrases.length) return docs;
    const found = [];
    for (let at = 0; at < Math.min(docs.length, MOST_CHECKED) && found.length < limit; at += 24) {
      const some = docs.slice(at, at + 24);
      await Promise.all([loadCards("cards", some), loadCards("texts", some)]);
      for (const doc of some) {
        const [title, byline] = cardOf(doc);
        const text = [title, byline, textOf(doc)].map((one) => ` ${groups(one).flatMap(wordsOf).join(" ")} `).join("|");
        if (phrases.every(({ not, words }) => text.includes(` ${words.join(" ")} `) !== not)) found.push(doc);
      }
    }
    return found;
  }

  // Gives {docs, marks}: the numbers of what is found, the best first; phrases are checked until `limit` have them.
  async function find(query, limit) {
    await start();
    const asked = parse(query);
    const wanted = asked.units.flatMap(shardsFor);
    if (asked.name.length > 1) wanted.push(...enough(shardsOf("=" + asked.name, "=" + asked.name + END)));
    const [sets] = await Promise.all([Promise.all(asked.filters.map(filter)), loadAll(wanted)]);
    asked.units.forEach(look);
    await Promise.all(asked.units.filter((unit) => !unit.docs.size && !stop.has(unit.word)).map(guess));
    const kept = sets.filter((docs, at) => docs && !asked.filters[at].not);
    const left = sets.filter((docs, at) => docs && asked.filters[at].not);
    return { docs: await keepPhrases(rank(asked, kept, left), asked.phrases, limit), marks: asked.units };
  }

  // Gives what is shown of documents: [{doc, title, byline, year, venue, path, sentence}].
  async function cards(docs) {
    await start();
    await loadCards("cards", docs);
    return docs.map((doc) => {
      const [title, byline, year, venue, path, sentence] = cardOf(doc);
      return { doc, title, byline, year, venue, path, sentence };
    });
  }

  // Gives {total, results (as `cards`), marks}.
  async function search(query, limit = 10) {
    const { docs, marks } = await find(query, limit);
    return { total: docs.length, marks, results: await cards(docs.slice(0, limit)) };
  }

  // The year is that of the first version: with the venue in one ("AAAI 2025") it would be a conference that was another.
  function imprint(result) {
    return [result.venue, result.year].filter(Boolean).join(" · ");
  }

  litatlas.search = Object.assign(search, { find, cards, normal, marked, imprint });

  // ---- What is shown ----

  const RAW = /[\p{L}\p{N}\p{M}]+(?:['’](?=(?:s|t|re|ve|ll|d|m)(?![\p{L}\p{N}]))[\p{L}]+)?/gu;

  function make(tag, className, text) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  }

  function isMark(word, units) {
    const folded = groups(word).join("");
    return units.some(
      (unit) =>
        unit.words.has(folded) ||
        (HAS_CJK.test(unit.word) && folded.includes(unit.word)) ||
        (!stop.has(unit.word) && unit.others.some((other) => other.length > unit.word.length && other === folded))
    );
  }

  // Text with the words that were found in <mark>; "in" only beside another one.
  function marked(element, text, units) {
    const all = [...text.matchAll(RAW)];
    const hits = all.map(([word]) => (isMark(word, units) ? (stop.has(normal(word)) ? 1 : 2) : 0));
    const beside = (one, other) =>
      hits[other] === 2 && Math.abs(all[other].index - all[one].index) < all[Math.min(one, other)][0].length + 2;
    let at = 0;
    all.forEach((found, number) => {
      if (!hits[number] || (hits[number] === 1 && !beside(number, number - 1) && !beside(number, number + 1))) return;
      element.append(text.slice(at, found.index), make("mark", "", found[0]));
      at = found.index + found[0].length;
    });
    element.append(text.slice(at));
    return element;
  }

  // Of a text the stretch of some words that holds most of what is looked for; its beginning where none does.
  function excerpt(text, units, length = 220) {
    const hits = [...text.matchAll(RAW)].filter((found) => isMark(found[0], units) && !stop.has(normal(found[0])));
    let [best, most] = [0, 0];
    for (const hit of hits) {
      const inside = hits.filter((one) => one.index >= hit.index && one.index < hit.index + length - 60);
      const kinds = new Set(inside.map((one) => normal(one[0]))).size;
      if (kinds > most) [best, most] = [hit.index, kinds];
    }
    if (!most) return "";
    const end = text.lastIndexOf(". ", best);
    const sentence = end < 0 ? 0 : end + 2;
    const from = best - sentence < 80 && sentence <= best ? sentence : text.indexOf(" ", Math.max(0, best - 40)) + 1;
    const to = from + length >= text.length ? text.length : text.lastIndexOf(" ", from + length);
    return (from > 0 && from !== sentence ? "… " : "") + text.slice(from, to) + (to < text.length ? " …" : "");
  }

  function card(result, units) {
    const link = make("a", "la-hit");
    link.href = litatlas.href(result.path);
    link.append(marked(make("span", "la-hit__title"), result.title, units));
    const where = [result.byline, imprint(result)].filter(Boolean).join(" · ");
    if (where) link.append(marked(make("span", "la-hit__byline"), where, units));
    const sentence = make("span", "la-hit__text");
    if (result.sentence) link.append(marked(sentence, result.sentence, units));
    // What the card does not show is looked for in the text.
    const seen = [result.title, where, result.sentence].join(" ");
    const unseen = units.filter((unit) => !stop.has(unit.word) && ![...seen.matchAll(RAW)].some((w) => isMark(w[0], [unit])));
    if (unseen.length) {
      loadCards("texts", [result.doc]).then(
        () => {
          const text = excerpt(textOf(result.doc), unseen);
          if (!text) return;
          sentence.textContent = "";
          link.append(marked(sentence, text, units));
        },
        () => {}
      );
    }
    return link;
  }

  function inWords(total, query) {
    if (!total) return `Nothing found for ${query}`;
    return total === 1 ? "1 result" : `${total.toLocaleString("en")} results`;
  }

  // Calls show(found, query) with the results of the newest query only.
  function newest(limit, show, fail) {
    let ticket = 0;
    return async function (query, more = 0) {
      const mine = ++ticket;
      if (!query.trim()) return show(null, "");
      try {
        const found = await search(query, limit + more);
        if (mine === ticket) show(found, query);
      } catch (error) {
        if (mine === ticket) fail(error);
      }
    };
  }

  const LOST = "The search index cannot be loaded; the lists of papers, tags and authors are complete";

  // ---- The box in the header ----

  function equip(form) {
    const input = form.querySelector("input");
    const panel = make("div", "la-search__panel");
    const said = make("p", "la-search__said");
    const list = make("div", "la-search__list");
    const all = make("a", "la-search__all", "All results");
    const close = make("button", "la-search__close", "Close");
    let chosen = -1;

    close.type = "button";
    list.id = "la-search-list";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Search results");
    said.setAttribute("role", "status");
    panel.append(said, list, all);
    panel.hidden = true;
    form.append(close, panel);
    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-expanded": "false",
      "aria-controls": list.id,
      "aria-autocomplete": "list",
      autocomplete: "off",
      autocapitalize: "off",
      autocorrect: "off",
      spellcheck: "false",
    })) {
      input.setAttribute(name, value);
    }

    function choose(index) {
      const options = list.children;
      if (chosen >= 0 && options[chosen]) options[chosen].setAttribute("aria-selected", "false");
      chosen = index;
      if (chosen < 0) return input.removeAttribute("aria-activedescendant");
      options[chosen].setAttribute("aria-selected", "true");
      options[chosen].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", options[chosen].id);
    }

    function show(open) {
      panel.hidden = !open;
      input.setAttribute("aria-expanded", String(open && list.children.length > 0));
      if (!open) choose(-1);
    }

    function expand(open) {
      form.classList.toggle("la-search--open", open);
      if (open) input.focus();
      else show(false);
    }

    const page = (query) => litatlas.href("search/") + "?q=" + encodeURIComponent(query);
    const ask = newest(
      8,
      (found, query) => {
        choose(-1);
        list.replaceChildren();
        said.textContent = found ? inWords(found.total, query) : "";
        all.hidden = !found || found.total <= 8;
        all.href = page(query);
        for (const result of found ? found.results : []) {
          const option = card(result, found.marks);
          option.id = "la-search-" + list.children.length;
          option.tabIndex = -1;
          option.setAttribute("role", "option");
          option.setAttribute("aria-selected", "false");
          list.append(option);
        }
        show(!!found);
      },
      () => {
        list.replaceChildren();
        said.textContent = LOST;
        show(true);
      }
    );

    input.addEventListener("focus", () => start().catch(() => {}), { once: true });
    input.addEventListener("input", () => ask(input.value));
    input.addEventListener("focus", () => {
      if (list.children.length && input.value.trim()) show(true);
    });
    input.addEventListener("keydown", (event) => {
      const last = list.children.length - 1;
      if (event.isComposing) return;
      if (event.key === "ArrowDown" && last >= 0) {
        if (panel.hidden) show(true);
        choose(chosen >= last ? 0 : chosen + 1);
      } else if (event.key === "ArrowUp" && last >= 0) choose(chosen <= 0 ? last : chosen - 1);
      else if (event.key === "Escape") {
        if (panel.hidden) input.value = "";
        if (form.classList.contains("la-search--open")) {
          expand(false);
          opener.focus();
        }
        show(false);
      } else return;
      event.preventDefault();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const option = list.children[chosen];
      if (option) option.click();
      else if (input.value.trim()) location.href = page(input.value.trim());
    });
    list.addEventListener("click", () => expand(false));
    document.addEventListener("pointerdown", (event) => {
      if (!form.contains(event.target)) show(false);
    });
    form.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !form.contains(event.relatedTarget)) show(false);
    });
    close.addEventListener("click", () => {
      expand(false);
      opener.focus();
    });

    // On narrow screens the box is a link to the search page; with scripts it opens over the page.
    const opener = document.querySelector(".la-search__opener");
    opener.setAttribute("role", "button");
    opener.addEventListener("click", (event) => {
      event.preventDefault();
      expand(true);
    });
    opener.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      expand(true);
    });
    document.addEventListener("keydown", (event) => {
      const typing = event.target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
      const wanted = event.key.toLowerCase() === "k" ? event.ctrlKey !== event.metaKey : event.key === "/" && !typing;
      if (!wanted || event.altKey || event.shiftKey || (event.key === "/" && (event.ctrlKey || event.metaKey))) return;
      event.preventDefault();
      if (getComputedStyle(opener).display !== "none") expand(true);
      input.focus();
      input.select();
    });
  }

  // ---- The page of results ----

  const ON_PAGE = 20;

  function equipPage(place) {
    const form = make("form", "la-find__form");
    const label = make("label", "la-find__label", "Search papers and text");
    const input = make("input", "la-find__input");
    const said = make("p", "la-find__said");
    const list = make("ol", "la-find__list");
    const more = make("button", "la-find__more md-button", "More results");
    let extra = 0;

    input.type = "search";
    input.id = "la-find";
    input.autocomplete = "off";
    input.spellcheck = false;
    label.htmlFor = input.id;
    more.type = "button";
    more.hidden = true;
    form.setAttribute("role", "search");
    form.setAttribute("aria-label", "Search this survey");
    said.setAttribute("role", "status");
    form.append(label, input);
    place.append(form, said, list, more);

    const ask = newest(
      ON_PAGE,
      (found, query) => {
        const before = extra ? list.children.length : 0;
        said.textContent = found ? inWords(found.total, query) : "";
        more.hidden = !found || found.results.length >= found.total;
        const items = (found ? found.results : []).slice(before).map((result) => {
          const item = make("li");
          item.append(card(result, found.marks));
          return item;
        });
        if (before) {
          list.append(...items);
          if (items.length) items[0].firstChild.focus();
        } else list.replaceChildren(...items);
      },
      () => (said.textContent = LOST)
    );

    function changed() {
      extra = 0;
      const address = new URL(location.href);
      if (input.value.trim()) address.searchParams.set("q", input.value.trim());
      else address.searchParams.delete("q");
      try {
        history.replaceState(history.state, "", address);
      } catch {
        // Some browsers refuse this for files; the results are there all the same.
      }
      ask(input.value);
    }

    input.addEventListener("input", changed);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      changed();
    });
    more.addEventListener("click", () => {
      extra += ON_PAGE;
      ask(input.value, extra);
    });
    input.value = new URLSearchParams(location.search).get("q") || "";
    if (input.value) ask(input.value);
  }

  document.querySelectorAll("form.la-search").forEach(equip);
  document.querySelectorAll(".la-find").forEach(equipPage);
})();
