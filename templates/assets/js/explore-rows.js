/* What a result shows: the search's card of a paper, with its theme, its tags and its star. */
(function () {
  "use strict";
  const { explore } = window.litatlas;
  const litatlas = window.litatlas;
  const { make } = explore;

  const MOST_TAGS = 6;

  const idOf = (card) => card.path.replace(/^papers\//, "").replace(/\/$/, "");

  /** The star of the reading list, and the mark of a paper that was seen; nothing where that is not there. */
  function memory(card) {
    const id = idOf(card);
    const parts = [];
    if (litatlas.seen && litatlas.seen.has(id)) parts.push(make("span", "la-seen", "seen"));
    if (litatlas.starButton) parts.push(litatlas.starButton(id, card.title));
    return parts;
  }

  /** A theme with its colour on the map. */
  function themeOf(value) {
    const element = make("span", "la-row__theme");
    if (value.colour) element.append(make("span", `la-mark la-t${Number(value.colour)}`, "", { "aria-hidden": "true" }), " ");
    element.append(value.name);
    return element;
  }

  explore.rows = function (data, marksNow) {
    const namesOf = (doc, key) =>
      data.ways
        .filter((way) => way.key === key)
        .flatMap((way) => data.valuesOf(doc, way).map((number) => way.values[number]));

    function title(card) {
      const link = make("a", "la-row__title");
      link.href = litatlas.href(card.path);
      litatlas.search.marked(link, card.title, marksNow());
      return link;
    }

    /** The most telling tags of a paper: those below others in the tree. */
    function tagsOf(doc) {
      const own = data.ways
        .filter((way) => way.key === "tag")
        .flatMap((way) => {
          const numbers = data.valuesOf(doc, way);
          const above = new Set(numbers.map((number) => way.values[number].parent));
          return numbers.filter((number) => !above.has(number)).map((number) => way.values[number].name);
        });
      return own.slice(0, MOST_TAGS);
    }

    function asCard(element, card) {
      const head = make("div", "la-row__head");
      const status = namesOf(card.doc, "status")[0];
      head.append(title(card), ...memory(card));
      const by = make("p", "la-row__by");
      if (status) by.append(make("span", "la-status", status.name), litatlas.DOT);
      const imprint = litatlas.search.imprint(card);
      if (card.byline) by.append(make("span", "la-row__names", card.byline));
      if (card.byline && imprint) by.append(litatlas.DOT);
      if (imprint) by.append(make("span", "la-row__imprint", imprint));
      const text = make("p", "la-row__text");
      litatlas.search.marked(text, card.sentence, marksNow());
      const theme = namesOf(card.doc, "theme")[0];
      const tags = make("p", "la-row__tags");
      if (theme) tags.append(themeOf(theme));
      tags.append((theme ? litatlas.DOT : "") + tagsOf(card.doc).join(litatlas.DOT));
      element.append(head, by, text, tags);
    }

    function asCells(element, card) {
      const theme = namesOf(card.doc, "theme")[0];
      const cell = (className, text) => make("span", `la-cell ${className}`, text, { role: "cell" });
      const first = cell("la-cell--title", "");
      first.append(title(card), ...memory(card));
      const status = namesOf(card.doc, "status")[0];
      if (status) first.append(make("span", "la-status", status.name));
      const themeCell = cell("la-cell--theme", "");
      if (theme) themeCell.append(themeOf(theme));
      element.append(
        first,
        cell("la-cell--by", card.byline),
        cell("la-cell--venue", card.venue),
        cell("la-cell--year", card.year),
        themeCell,
        cell("la-cell--degree", String(data.number(card.doc, "degree")))
      );
    }

    /** Fill rows ([{doc, element}]) for a view. */
    async function fill(rows, view) {
      const docs = rows.map((row) => row.doc);
      const cards = await data.cards(docs);
      rows.forEach(({ element }, at) => (view === "table" ? asCells : asCard)(element, cards[at]));
    }

    return { fill, idOf };
  };
})();
