/* What is asked: a query as units to find, filters to keep to or leave out, and words that stand side by side.
 *
 * litatlas.parseQuery(query) gives {units, filters, phrases, name}; `name` is the query as a short name may be written.
 */
(function () {
  "use strict";

  const litatlas = window.litatlas;
  const { HAS_CJK, groups, wordsOf, cut } = litatlas.words;

  const FIELDS = { author: "a", tag: "t", venue: "v", year: "y", has: "h" };
  const CLAUSE = /(-?)(?:(author|tag|venue|year|has):)?("[^"]*"?|[^\s"]+)/giu;

  litatlas.parseQuery = function (query) {
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
  };
})();
