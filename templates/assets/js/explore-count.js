/* Which papers fit, and what each further choice would find.
 *
 * Values of one way are joined by "or", ways by "and"; a value that is left out takes its papers away whatever else is
 * chosen. A way's counts pass over what is chosen in it, so they tell what each of its values would add. One pass:
 * a paper that fits counts everywhere, one that fails a single condition counts for that condition only.
 */
(function () {
  "use strict";
  const { explore } = window.litatlas;

  const anyOf = (list, row, mask) => {
    for (let at = list.at[row]; at < list.at[row + 1]; at++) if (mask[list.items[at]]) return true;
    return false;
  };

  function maskOf(numbers, size) {
    const mask = new Uint8Array(size);
    for (const number of numbers) mask[number] = 1;
    return mask;
  }

  /* The conditions of what is wanted: {ways: [{place, size, include, exclude}], from, to, text}.
   * `text` is a mask of papers. Each value left out is a condition of its own. */
  function conditions(wanted) {
    const found = [];
    for (const { place, size, include, exclude } of wanted.ways) {
      if (include.length) found.push({ name: `way ${place}`, place, mask: maskOf(include, size), fits: true });
      for (const number of exclude) {
        found.push({ name: `not ${place} ${number}`, place, mask: maskOf([number], size), fits: false });
      }
    }
    if (wanted.from || wanted.to) found.push({ name: "years", from: wanted.from || 1, to: wanted.to || 9999 });
    if (wanted.text) found.push({ name: "text", text: wanted.text });
    return found;
  }

  function fits(condition, chunk, row) {
    if (condition.mask) return anyOf(chunk.lists[condition.place], row, condition.mask) === condition.fits;
    if (condition.text) return condition.text[chunk.first + row] === 1;
    const year = chunk.flat.year[row];
    return year >= condition.from && year <= condition.to;
  }

  /* Gives {docs, counts, years, alone}: the papers that fit, newest first; papers by place and value (undefined where
   * the column is not there); papers by year; by a condition's name how many papers it alone keeps away. */
  explore.count = function (data, wanted) {
    const all = conditions(wanted);
    const docs = [];
    const counts = data.ways.map((way) =>
      data.chunks.every((chunk) => chunk.lists[way.place]) ? new Uint32Array(way.size) : undefined
    );
    const years = new Map();
    const alone = new Uint32Array(all.length);
    const own = data.ways.map((way) => all.findIndex((one) => one.name === `way ${way.place}`));
    const ownYears = all.findIndex((one) => one.name === "years");
    const tally = (chunk, row, place) => {
      const list = chunk.lists[place];
      for (let at = list.at[row]; at < list.at[row + 1]; at++) counts[place][list.items[at]]++;
    };
    const tallyYear = (year) => year && years.set(year, (years.get(year) || 0) + 1);

    for (const chunk of data.chunks) {
      for (let row = 0; row < chunk.size; row++) {
        let [failed, which] = [0, -1];
        for (let at = 0; at < all.length && failed < 2; at++) {
          if (fits(all[at], chunk, row)) continue;
          failed++;
          which = at;
        }
        if (failed > 1) continue;
        if (failed) {
          alone[which]++;
          if (which === ownYears) tallyYear(chunk.flat.year[row]);
          const place = own.indexOf(which);
          if (place >= 0) tally(chunk, row, place);
          continue;
        }
        docs.push(chunk.first + row);
        tallyYear(chunk.flat.year[row]);
        for (let place = 0; place < counts.length; place++) if (counts[place]) tally(chunk, row, place);
      }
    }
    return { docs, counts, years, alone: new Map(all.map((one, at) => [one.name, alone[at]])) };
  };

  /** Order papers: "newest" as they are, "title", "related" (most related first), or "relevance" (`ranked`: all found). */
  explore.order = function (data, docs, sort, ranked) {
    if (sort === "relevance" && ranked) {
      const kept = new Set(docs);
      return ranked.filter((doc) => kept.has(doc));
    }
    if (sort === "title") return docs.sort((a, b) => data.number(a, "rank") - data.number(b, "rank"));
    if (sort === "related") return docs.sort((a, b) => data.number(b, "degree") - data.number(a, "degree") || a - b);
    return docs;
  };
})();
