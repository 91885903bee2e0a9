/* The results of the search as elements: cards with what was found in <mark>, and an excerpt where a card does not show it.
 *
 * litatlas.search.marked(element, text, units) marks words for other scripts, litatlas.results has the rest.
 */
(function () {
  "use strict";

  const litatlas = window.litatlas;
  const { index } = litatlas;
  const { textOf, loadCards } = index;
  const { HAS_CJK, normal, groups } = litatlas.words;

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
        (!index.stop.has(unit.word) && unit.others.some((other) => other.length > unit.word.length && other === folded))
    );
  }

  // Text with the words that were found in <mark>; "in" only beside another one.
  function marked(element, text, units) {
    const all = [...text.matchAll(RAW)];
    const hits = all.map(([word]) => (isMark(word, units) ? (index.stop.has(normal(word)) ? 1 : 2) : 0));
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
    const hits = [...text.matchAll(RAW)].filter((found) => isMark(found[0], units) && !index.stop.has(normal(found[0])));
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
    const where = [result.byline, litatlas.search.imprint(result)].filter(Boolean).join(litatlas.DOT);
    if (where) link.append(marked(make("span", "la-hit__byline"), where, units));
    const sentence = make("span", "la-hit__text");
    if (result.sentence) link.append(marked(sentence, result.sentence, units));
    // What the card does not show is looked for in the text.
    const seen = [result.title, where, result.sentence].join(" ");
    const unseen = units.filter((unit) => !index.stop.has(unit.word) && ![...seen.matchAll(RAW)].some((w) => isMark(w[0], [unit])));
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
        const found = await litatlas.search(query, limit + more);
        if (mine === ticket) show(found, query);
      } catch (error) {
        if (mine === ticket) fail(error);
      }
    };
  }

  const LOST = "The search index cannot be loaded; the lists of papers, tags and authors are complete";

  litatlas.search.marked = marked;
  litatlas.results = { LOST, make, card, inWords, newest };
})();
