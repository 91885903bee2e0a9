/* On the page for addresses that lead nowhere (404.html): the papers whose addresses are most like the one asked for.
 *
 * An address is made of a paper's short name or the words of its title, so the search finds what was cut short or
 * mistyped; the results are put in order by how much of the address they have. Nothing more is loaded than for a query.
 */
(function () {
  "use strict";
  const litatlas = window.litatlas;
  const place = document.querySelector(".la-nearest");
  const MOST = 5;
  const TRIED = 20;
  const LEAST = 0.5; // so much of the address, or it would be a guess

  // The parts of the address that may name a paper, the last first: "mmicl", "papers" of /survey/papers/MMICL.html
  function asked() {
    const below = location.pathname.slice(new URL(litatlas.root).pathname.length);
    const parts = below.split("/").filter((part) => part && !/^index\.\w+$/.test(part));
    try {
      return parts.map((part) => decodeURIComponent(part).replace(/\.\w{1,5}$/, "").toLowerCase().slice(0, 100)).reverse();
    } catch {
      return []; // not an address that anyone was given
    }
  }

  // How alike two texts are, 0 to 1: the share of neighbouring letters that both have (Dice's coefficient).
  function likeness(one, other) {
    const pairs = (text) => Array.from({ length: text.length + 1 }, (_, at) => (" " + text + " ").slice(at, at + 2));
    const rest = pairs(other);
    const total = one.length + other.length + 2;
    let both = 0;
    for (const pair of pairs(one)) {
      const at = rest.indexOf(pair);
      if (at < 0) continue;
      rest.splice(at, 1);
      both += 1;
    }
    return (2 * both) / total;
  }

  // All words first; where nothing has them all, each long one alone.
  async function candidates(words) {
    const whole = await litatlas.search(words.join(" "), TRIED);
    if (whole.results.length) return whole.results;
    const single = words.filter((word) => word.length > 3);
    const found = await Promise.all(single.map((word) => litatlas.search(word, TRIED)));
    return found.flatMap((one) => one.results);
  }

  async function nearest(name) {
    const words = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    if (!words.length) return [];
    const near = new Map();
    for (const result of await candidates(words)) {
      const id = /^papers\/([^/]+)\/$/.exec(result.path);
      if (id) near.set(result.path, { result, alike: likeness(name, id[1]) });
    }
    // An address that begins a longer one was cut short: all of it is there.
    return [...near.values()]
      .map((one) => (name.length > 2 && one.result.path.startsWith("papers/" + name) ? { ...one, alike: 1 } : one))
      .filter((one) => one.alike >= LEAST)
      .sort((one, other) => other.alike - one.alike)
      .slice(0, MOST)
      .map((one) => one.result);
  }

  async function suggest() {
    for (const name of asked().slice(0, 3)) {
      const found = await nearest(name);
      if (found.length) return show(found);
    }
  }

  function show(results) {
    const list = place.querySelector("ul");
    for (const result of results) {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = litatlas.href(result.path);
      link.textContent = result.title;
      item.append(link);
      const where = [result.byline, litatlas.search.imprint(result)].filter(Boolean).join(litatlas.DOT);
      if (where) {
        const line = document.createElement("span");
        line.className = "la-nearest__byline";
        line.textContent = where;
        item.append(line);
      }
      list.append(item);
    }
    place.hidden = false;
    // Said aloud too: it comes after the page was read.
    place.querySelector("[role=status]").textContent =
      results.length === 1 ? "One paper has an address like it:" : results.length + " papers have addresses like it:";
  }

  if (place) suggest().catch(() => {}); // without the index the page is as it was
})();
