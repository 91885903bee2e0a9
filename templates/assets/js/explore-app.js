/* Puts the explorer together: its state, kept in the address, and what follows from a change of it.
 *
 * Nothing but the head and the papers in sight is loaded until something is chosen; then the columns of all papers are,
 * chunk by chunk, and those of authors and venues once they are looked at.
 */
(function () {
  "use strict";
  const { explore } = window.litatlas;
  const litatlas = window.litatlas;
  const { make, button, address, data } = explore;

  const PAUSE = 120; // milliseconds of rest in typing before results change
  const NARROW = matchMedia("(max-width: 59.9844em)");

  /** The part of the address that holds the state; where files may not have a query of their own it is the hash. */
  const query = () => (location.hash.startsWith("#?") ? location.hash.slice(1) : location.search);

  function keep(kept) {
    try {
      history.replaceState(kept, "");
    } catch {
      // Some browsers refuse this for files: the page then opens at its top.
    }
  }

  function remember(text, push) {
    const base = location.pathname + text;
    if (text === query()) return;
    try {
      history[push ? "pushState" : "replaceState"](null, "", base);
    } catch {
      location.hash = text || "#?";
    }
  }

  /** The panel beside the results; on narrow screens in a sheet over the page. */
  function makeSide(panel, filters, clear) {
    const aside = make("aside", "la-explore__side", "", { "aria-label": "Filters" });
    const sheet = make("dialog", "la-sheet", "", { "aria-label": "Filters" });
    const done = button("la-sheet__done md-button md-button--primary", "Show papers", () => sheet.close());
    const foot = make("div", "la-sheet__foot");
    foot.append(button("la-sheet__clear", "Clear all", clear), done);
    sheet.append(foot);
    sheet.addEventListener("close", () => filters.focus());
    sheet.addEventListener("click", (event) => event.target === sheet && sheet.close());
    function place() {
      if (NARROW.matches) sheet.prepend(panel);
      else {
        if (sheet.open) sheet.close();
        aside.append(panel);
      }
    }
    NARROW.addEventListener("change", place);
    place();
    return { aside, sheet, done };
  }

  explore.start = async function (holder, lists) {
    await data.open();
    const keys = [...new Set(data.ways.map((way) => way.key))];
    let state = address.read(query(), keys);
    let [resolved, result, marks, ticket, timer, typing] = [[], null, [], 0, 0, false];

    const act = {
      choose(way, slug, out) {
        const same = state.chosen.find((one) => one.key === way.key && one.slug === slug);
        const chosen = state.chosen.filter((one) => one !== same);
        change({ chosen: same && same.out === out ? chosen : [...chosen, { key: way.key, slug, out }] });
      },
      drop: ({ key, slug }) => {
        change({ chosen: state.chosen.filter((one) => one.key !== key || one.slug !== slug) });
        bar.field.focus();
      },
      years: (from, to) => change({ from, to }),
      words(text, at_once) {
        clearTimeout(timer);
        timer = setTimeout(() => {
          // One step back undoes all that was typed at a stretch.
          change({ q: text }, !typing);
          typing = !at_once;
        }, at_once ? 0 : PAUSE);
        if (at_once) bar.field.focus();
      },
      sort: (sort) => change({ sort }),
      view: (view) => change({ view }),
      empty() {
        change({ ...address.usual(), view: state.view });
        bar.field.value = "";
      },
      clear() {
        act.empty();
        bar.field.focus();
      },
      filters() {
        side.sheet.showModal();
      },
      async opened(way) {
        await data.name(way, Array.from({ length: Math.min(way.size, 1) }, (_, number) => number));
        if (result && result.counts && !result.counts[way.place]) await run();
      },
      async ids(most) {
        const cards = await data.cards(result.docs.slice(0, most));
        return cards.map(rows.idOf);
      },
      async print(say) {
        if (list.left()) say(`The first 1,000 papers are printed`);
        await list.print();
      },
      address() {
        const here = new URL(location.href);
        const text = address.write(state, keys, "");
        if (here.protocol === "file:" && data.head.address) return data.head.address + text;
        here.hash = "";
        here.search = text;
        return here.href;
      },
    };

    const rows = explore.rows(data, () => marks);
    const list = explore.list(rows.fill);
    const bar = explore.bar(data, act);
    const panel = explore.panel(data, act);
    const side = makeSide(panel.element, bar.filters, act.empty);
    const main = make("div", "la-explore__main");
    main.append(bar.tools, bar.chips, bar.empty, list.element);
    holder.append(bar.form, side.aside, main, side.sheet);

    function change(parts, push = true) {
      typing = false;
      state = { ...state, ...parts };
      remember(address.write(state, keys, query()), push);
      const top = main.getBoundingClientRect().top;
      run().then(() => {
        if (top < 0) window.scrollBy({ top: main.getBoundingClientRect().top - 120, behavior: "instant" });
      });
    }

    /** Find the numbers and names of what is chosen. */
    async function resolve(chosen) {
      const found = [];
      for (const one of chosen) {
        const ways = data.ways.filter((way) => way.key === one.key);
        const numbers = await Promise.all(ways.map((way) => data.numberOf(way, one.slug)));
        const at = numbers.findIndex((number) => number >= 0);
        if (at < 0) found.push({ ...one, number: -1 });
        else {
          await data.name(ways[at], [numbers[at]]);
          found.push({ ...one, way: ways[at], number: numbers[at], name: ways[at].values[numbers[at]].name });
        }
      }
      return found;
    }

    /** The papers that fit the state, in order, with the counts of everything else. */
    async function choose(now, chosen) {
      const sort = address.sortOf(now);
      const text = now.q.trim();
      const found = text ? await litatlas.search.find(text, Infinity) : null;
      const known = chosen.filter((one) => one.number >= 0);
      const plain = !found && !known.length && !now.from && !now.to && sort === "newest";
      if (plain && (data.head.starts.length > 1 || !data.head.papers)) {
        const docs = Array.from({ length: data.head.papers }, (_, doc) => doc);
        return { docs, counts: null, years: data.head.years, marks: [] };
      }
      await data.all(panel.long() || known.some((one) => one.way.long));
      const ranked = found && data.among(found.docs);
      const mask = ranked && new Uint8Array(data.head.papers);
      if (ranked) for (const doc of ranked) mask[doc] = 1;
      const numbers = (way, out) => known.filter((one) => one.way === way && one.out === out).map((one) => one.number);
      const ways = data.ways
        .filter((way) => known.some((one) => one.way === way))
        .map((way) => ({ place: way.place, size: way.size, include: numbers(way, false), exclude: numbers(way, true) }));
      const counted = explore.count(data, { ways, from: now.from, to: now.to, text: mask });
      const docs = explore.order(data, counted.docs, sort, ranked);
      return { ...counted, docs, years: [...counted.years], marks: found ? found.marks : [] };
    }

    async function run() {
      const mine = ++ticket;
      const now = state;
      try {
        const chosen = await resolve(now.chosen);
        const fresh = await choose(now, chosen);
        if (mine !== ticket) return;
        [resolved, result, marks] = [chosen, fresh, fresh.marks];
        bar.update(now, resolved, result, address.sortOf(now));
        side.done.textContent = `Show ${result.docs.length.toLocaleString("en")} ${result.docs.length === 1 ? "paper" : "papers"}`;
        await Promise.all([list.show(result.docs, now.view), panel.update(result, resolved, now, result.years)]);
      } catch (error) {
        if (mine !== ticket) return;
        bar.lost();
        throw error;
      }
    }

    function reread() {
      clearTimeout(timer);
      typing = false;
      state = address.read(query(), keys);
      bar.field.value = state.q;
      run();
    }

    window.addEventListener("popstate", reread);
    window.addEventListener("hashchange", reread);
    // What a first choice needs is on its way once a hand is near.
    const prepare = () => data.all(false).catch(() => {});
    panel.element.addEventListener("pointerenter", prepare, { once: true });
    panel.element.addEventListener("focusin", prepare, { once: true });

    // Who comes back from a paper stands where the paper was chosen.
    window.addEventListener("pagehide", () => keep({ ...history.state, exploreTop: window.scrollY }));
    const top = history.state && history.state.exploreTop;

    bar.field.value = state.q;
    holder.hidden = false;
    lists.hidden = true;
    await run();
    if (top) window.scrollTo({ top, behavior: "instant" });
  };
})();
