/* What the map shows, as part of the address: ?paper=mmicl&theme=humour&from=2023&colour=year ...
 *
 * An address that is copied shows the same map; a state that is the usual one leaves no trace. Where the view is, the
 * history of the browser knows: a reader who comes back is where they were.
 */
(function () {
  "use strict";

  const { map } = window.litatlas;
  const COLOURS = ["theme", "year", "contribution"];

  /** The state of a map that nobody has touched. */
  function usual() {
    return { paper: "", theme: "", tag: "", from: 0, to: 0, q: "", colour: COLOURS[0], without: [], list: false };
  }

  /** Read a state from the query of an address; what it does not know is passed over. */
  function read(query, head) {
    const given = new URLSearchParams(query);
    const state = usual();
    const one = (name, values) => (values.some((value) => value.slug === given.get(name)) ? given.get(name) : "");
    const year = (name) => {
      const value = Number(given.get(name));
      return Number.isInteger(value) && value >= head.years[0] && value <= head.years[1] ? value : 0;
    };
    state.paper = given.get("paper") || "";
    state.theme = given.get("theme") === "none" ? "none" : one("theme", head.themes);
    state.tag = one("tag", head.contributions);
    state.from = year("from");
    state.to = year("to");
    state.q = (given.get("q") || "").slice(0, 200);
    state.list = given.get("list") === "1";
    if (COLOURS.includes(given.get("colour"))) state.colour = given.get("colour");
    const off = (given.get("without") || "").split(",");
    state.without = head.kinds.map((kind) => kind.key).filter((key) => off.includes(key));
    return state;
  }

  /** Write a state as a query, "" for the usual one. Other people's parameters stay. */
  function write(state, query) {
    const given = new URLSearchParams(query);
    const plain = usual();
    const parts = { ...state, without: state.without.join(","), list: state.list ? "1" : "" };
    for (const name of Object.keys(plain)) given.delete(name);
    for (const [name, value] of Object.entries(parts)) {
      if (value && value !== plain[name]) given.append(name, value);
    }
    const text = given.toString();
    return text ? `?${text}` : "";
  }

  /** Put a query into the address, and where the view is beside it; a step is one that the back button undoes. */
  function keep(query, view, step) {
    const place = { map: { x: view.x, y: view.y, zoom: view.zoom } };
    const address = location.pathname + query + location.hash;
    try {
      if (step) history.pushState(place, "", address);
      else history.replaceState(place, "", address);
    } catch {
      // A browser that lets no file change its address; the map works without.
    }
  }

  /** The place that was kept with a state of the history, or null. */
  function placeIn(kept) {
    const place = kept && kept.map;
    return place && [place.x, place.y, place.zoom].every(Number.isFinite) ? place : null;
  }

  map.address = { usual, read, write, keep, placeIn };
})();
