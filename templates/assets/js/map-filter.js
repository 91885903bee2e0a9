/* Which papers pass the filters, and which are meant by a few words. */
(function () {
  "use strict";

  const { map } = window.litatlas;

  function wordsOf(text) {
    return map.folded(text).split(/\s+/).filter(Boolean);
  }

  /**
   * Mark the papers that pass the filters of a state.
   * @param {Uint8Array} shown Takes 1 for each that passes, else 0.
   * @returns {number} How many pass, of those that are loaded.
   */
  function filter(data, state, shown) {
    const theme = data.head.themes.findIndex((one) => one.slug === state.theme);
    const tag = data.head.contributions.findIndex((one) => one.slug === state.tag);
    const words = wordsOf(state.q);
    let count = 0;
    for (let paper = 0; paper < data.count; paper += 1) {
      const year = data.year[paper];
      const passes =
        data.here[paper] === 1 &&
        (!state.theme || data.theme[paper] === theme) &&
        (!state.tag || data.tag[paper] === tag) &&
        (!state.from || year >= state.from) &&
        (!state.to || (year > 0 && year <= state.to)) &&
        words.every((word) => data.text[paper].includes(word));
      shown[paper] = passes ? 1 : 0;
      count += shown[paper];
    }
    return count;
  }

  /** Papers whose title or authors hold all the words, the best first. */
  function find(data, text, most) {
    const words = wordsOf(text);
    if (!words.length) return [];
    const whole = words.join(" ");
    const found = [];
    for (let paper = 0; paper < data.count; paper += 1) {
      if (!data.here[paper] || !words.every((word) => data.text[paper].includes(word))) continue;
      const short = map.folded(data.short[paper]);
      const title = map.folded(data.title[paper]);
      let rank = 4;
      if (short === whole) rank = 0;
      else if (short.startsWith(whole)) rank = 1;
      else if (title.startsWith(whole)) rank = 2;
      else if (data.text[paper].startsWith(whole) || data.text[paper].includes(` ${whole}`)) rank = 3;
      found.push([rank, -data.degree[paper], paper]);
    }
    found.sort((one, other) => one[0] - other[0] || one[1] - other[1] || one[2] - other[2]);
    return found.slice(0, most).map(([, , paper]) => paper);
  }

  map.filter = filter;
  map.find = find;
})();
