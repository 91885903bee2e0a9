/* What the explorer shows, as its address: ?q=video&theme=humour&tag=image,-audio&year=2023..&sort=title&view=table
 *
 * An address that is copied shows the same papers; a state that is the usual one leaves no trace. A value that is left
 * out has a minus. Parameters of others stay.
 */
(function () {
  "use strict";
  const { explore } = window.litatlas;

  const SORTS = ["relevance", "newest", "title", "related"];
  const VIEWS = ["cards", "table"];
  const MOST = 100; // values; an address that names more was not made here
  const YEARS = /^(\d{4})?(\.\.)?(\d{4})?$/;

  /** A state in which nothing is chosen: chosen is [{key, slug, out}]; sort "" is by relevance or newest. */
  function usual() {
    return { q: "", from: 0, to: 0, chosen: [], sort: "", view: VIEWS[0] };
  }

  /** The order that is meant: relevance where there are words, else newest. */
  const sortOf = (state) => (!state.sort || (state.sort === "relevance" && !state.q.trim()) ? usualSort(state) : state.sort);
  const usualSort = (state) => (state.q.trim() ? "relevance" : "newest");

  function years(text) {
    const [, from, dots, to] = YEARS.exec(text || "") || [];
    return [Number(from || 0), Number(to || (dots ? 0 : from) || 0)];
  }

  function read(query, keys) {
    const given = new URLSearchParams(query);
    const state = usual();
    state.q = (given.get("q") || "").slice(0, 200);
    [state.from, state.to] = years(given.get("year"));
    for (const key of keys) {
      const slugs = given.getAll(key).flatMap((text) => text.split(",")).filter(Boolean);
      for (const text of slugs.slice(0, MOST)) {
        const out = text.startsWith("-");
        const slug = out ? text.slice(1) : text;
        if (!state.chosen.some((one) => one.key === key && one.slug === slug)) state.chosen.push({ key, slug, out });
      }
    }
    if (SORTS.includes(given.get("sort"))) state.sort = given.get("sort");
    if (VIEWS.includes(given.get("view"))) state.view = given.get("view");
    return state;
  }

  function write(state, keys, query) {
    const given = new URLSearchParams(query);
    for (const name of ["q", "year", ...keys, "sort", "view"]) given.delete(name);
    const parts = [...given].map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
    const add = (name, value) => value && parts.push(`${name}=${value}`);
    add("q", encodeURIComponent(state.q.trim()));
    for (const key of keys) {
      const own = state.chosen.filter((one) => one.key === key);
      // Slugs need no escape, and commas are legible as they are.
      add(key, own.map((one) => (one.out ? "-" : "") + encodeURIComponent(one.slug)).join(","));
    }
    if (state.from || state.to) {
      add("year", state.from === state.to ? state.from : `${state.from || ""}..${state.to || ""}`);
    }
    if (sortOf(state) !== usualSort(state)) add("sort", state.sort);
    if (state.view !== VIEWS[0]) add("view", state.view);
    return parts.length ? `?${parts.join("&")}` : "";
  }

  explore.address = { usual, read, write, sortOf };
})();
