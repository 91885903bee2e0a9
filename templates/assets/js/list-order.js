/* An order in which to read the papers of a list, foundations first, with the reason for each place.
 *
 *   litatlas.readingOrder(cards)   [{id, why}] from a Map of cards by id; `why` is a list of texts and {paper: id}
 *
 * The counterpart of litatlas.reading_order in Python, which says what the order is; only what is said of a paper
 * that nothing ties to the others differs, for a reader's list is not about one thing.
 */
(function () {
  "use strict";

  const MOST_NAMED = 3;

  const textOrder = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

  function compare(a, b) {
    for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return a[at] < b[at] ? -1 : 1;
    return 0;
  }

  // Overviews first, then the older, then the more central.
  const urgency = (id, card) => [card.overview ? 0 : 1, ...card.date, -(card.central || 0), id];

  function ordered(cards, named) {
    const keys = new Map([...cards].map(([id, card]) => [id, urgency(id, card)]));
    const waits = new Map(
      [...cards.keys()].map((id) => [id, new Set(named.get(id).filter((other) => !named.get(other).includes(id)))])
    );
    const left = new Set(cards.keys());
    const order = [];
    while (left.size) {
      const ready = [...left].filter((id) => !waits.get(id).size);
      // A ring of papers that name each other has no beginning: the most urgent one is as good as any.
      const [next] = (ready.length ? ready : [...left]).sort((a, b) => compare(keys.get(a), keys.get(b)));
      left.delete(next);
      order.push(next);
      waits.forEach((others) => others.delete(next));
    }
    return order;
  }

  function listed(ids) {
    const shown = ids.slice(0, MOST_NAMED);
    const parts = shown.flatMap((paper, at) => [at ? (at === ids.length - 1 ? " and " : ", ") : "", { paper }]);
    return ids.length > MOST_NAMED ? [...parts, ` and ${ids.length - MOST_NAMED} more`] : parts;
  }

  function why(id, before, cards, named, namedBy) {
    const card = cards.get(id);
    const builtOn = before.filter((other) => named.get(id).includes(other));
    const later = [...namedBy.get(id)].sort((a, b) => compare([...cards.get(a).date, a], [...cards.get(b).date, b]));
    if (card.overview) return ["An overview: it shows the whole before the parts"];
    if (builtOn.length) return ["Builds on ", ...listed(builtOn), ", which it names"];
    if (later.length) return [before.length ? "Others build on it: named by " : "Begins the line: named by ", ...listed(later)];
    for (const [other, terms] of card.near || []) {
      if (before.includes(other)) return ["Goes on from ", { paper: other }, `: both study ${terms.join(" and ")}`];
    }
    const when = card.year ? `By its year, ${card.year}` : "It has no date";
    return [before.length ? `${when}: nothing ties it to the papers above` : `${when}: nothing on the list comes before it`];
  }

  window.litatlas.readingOrder = function (cards) {
    const named = new Map([...cards].map(([id, card]) => [id, (card.on || []).filter((other) => cards.has(other)).sort(textOrder)]));
    const namedBy = new Map([...cards.keys()].map((id) => [id, [...cards.keys()].filter((other) => named.get(other).includes(id))]));
    const order = ordered(cards, named);
    return order.map((id, place) => ({
      id,
      why: why(id, order.slice(0, place), cards, named, namedBy).filter(Boolean),
    }));
  };
})();
