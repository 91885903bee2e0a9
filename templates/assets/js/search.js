/* The search of every page: finds papers and sections of the text as one types, hosted or from a folder.
 *
 * litatlas.search(query, limit) gives results to other scripts; `find`, `cards`, `normal`, `imprint` and `marked` are its parts.
 * Of its files search-words cuts texts into words, search-index loads what was found, search-query reads what is asked;
 * search-results shows the results, in search-box and on search-page.
 */
(function () {
  "use strict";

  const litatlas = window.litatlas;
  const { index } = litatlas;
  const { END, start, shardsOf, range, eachPosting, loadAll, cardOf, textOf, loadCards } = index;
  const { HAS_CJK, normal, pieces, groups, wordsOf, formsOf, near, nearBeginning } = litatlas.words;

  const MOST_SHARDS = 6; // for the words that begin alike; a longer beginning needs fewer
  const MOST_GUESSED = 16; // for a word that is not there

  const EXACT = 1;
  const STEM = 0.75;
  const BEGINNING = 0.6;
  const NEAR = 0.5;

  const enough = (numbers) => (numbers.length > MOST_SHARDS ? [] : numbers);

  function shardsFor(unit) {
    const word = unit.word;
    const numbers = [word, ...unit.others].flatMap((key) => shardsOf(key, key));
    if (unit.open && (word.length > 1 || HAS_CJK.test(word))) numbers.push(...enough(shardsOf(word, word + END)));
    if (index.manifest.stem && !unit.raw) numbers.push(...formsOf(word).flatMap((key) => shardsOf(key, key)));
    return numbers;
  }

  // Fills unit.docs (document -> share of the word, up to 1) and unit.words (what was found, for marking);
  // gives what adds another term to them.
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
    if (index.manifest.stem && !unit.raw) {
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

  const rarity = (size) => Math.log(1 + (index.manifest.documents - size + 0.5) / (size + 0.5));

  // What each document has of the units: document -> {sum, had (weight of those needed), units (their number)}.
  function scoresOf(asked, needed, kept) {
    const scores = new Map();
    for (const unit of asked.units) {
      const weight = rarity(unit.docs.size);
      const counts = needed.includes(unit);
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
    return scores;
  }

  // The documents in all the sets to keep to and in none of those to leave out, the best first.
  function rank(asked, kept, left) {
    const units = asked.units.filter((unit) => !index.stop.has(unit.word));
    const needed = units.length ? units : asked.units;
    const whole = needed.reduce((sum, unit) => sum + rarity(unit.docs.size), 0);
    const bonus = names(asked.name);
    const all = [];
    for (const [doc, { sum, had, units: found }] of scoresOf(asked, needed, kept)) {
      if (left.some((docs) => docs.has(doc)) || kept.some((docs) => !docs.has(doc))) continue;
      const share = whole ? had / whole : 1;
      all.push({ doc, full: found >= needed.length, share, score: sum * share * share + whole * (bonus.get(doc) || 0) });
    }
    const full = all.filter((one) => one.full || bonus.has(one.doc));
    // Where hardly anything has all words, what has most of them stands among the rest.
    const chosen = full.length < 3 ? all.filter((one) => one.full || one.share > 0.5) : full;
    return chosen.sort((a, b) => b.score - a.score || a.doc - b.doc).map((one) => one.doc);
  }

  // Documents that are read to see whether their words stand side by side.
  const MOST_CHECKED = 240;

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
    const asked = litatlas.parseQuery(query);
    const wanted = asked.units.flatMap(shardsFor);
    if (asked.name.length > 1) wanted.push(...enough(shardsOf("=" + asked.name, "=" + asked.name + END)));
    const [sets] = await Promise.all([Promise.all(asked.filters.map(filter)), loadAll(wanted)]);
    asked.units.forEach(look);
    await Promise.all(asked.units.filter((unit) => !unit.docs.size && !index.stop.has(unit.word)).map(guess));
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
    return [result.venue, result.year].filter(Boolean).join(litatlas.DOT);
  }

  litatlas.search = Object.assign(search, { find, cards, normal, imprint });
})();
