/* What a result shows: the search's card of a paper, with its theme, its tags and its star. */
(function () {
  "use strict";
  const { explore } = window.litatlas;
  const litatlas = window.litatlas;
  const { make } = explore;

  const MOST_TAGS = 6;

  const idOf = (card) => card.path.replace(/^papers\//, "").replace(/\/$/, "");

  /** The star that the reading list answers to; nothing where it is not there. */
  function star(card) {
    return litatlas.starButton ? litatlas.starButton(idOf(card), card.title) : "";
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
      head.append(title(card), star(card));
      const by = make("p", "la-row__by");
      if (status) by.append(make("span", "la-status", status.name), " · ");
      by.append([card.byline, [card.venue, card.year].filter(Boolean).join(" ")].filter(Boolean).join(" · "));
      const text = make("p", "la-row__text");
      litatlas.search.marked(text, card.sentence, marksNow());
      const theme = namesOf(card.doc, "theme")[0];
      const tags = make("p", "la-row__tags");
      if (theme) tags.append(make("span", "la-row__theme", theme.name));
      tags.append((theme ? " · " : "") + tagsOf(card.doc).join(" · "));
      element.append(head, by, text, tags);
    }

    function asCells(element, card) {
      const theme = namesOf(card.doc, "theme")[0];
      const cell = (className, text) => make("span", `la-cell ${className}`, text, { role: "cell" });
      const first = cell("la-cell--title", "");
      first.append(title(card), " ", star(card));
      const status = namesOf(card.doc, "status")[0];
      if (status) first.append(" ", make("span", "la-status", status.name));
      element.append(
        first,
        cell("la-cell--by", card.byline),
        cell("la-cell--venue", card.venue),
        cell("la-cell--year", card.year),
        cell("la-cell--theme", theme ? theme.name : ""),
        cell("la-cell--degree", String(data.number(card.doc, "degree")))
      );
    }

    /** Fill rows ([{doc, element}]) for a view. */
    async function fill(rows, view) {
      const docs = rows.map((row) => row.doc);
      const [cards] = await Promise.all([litatlas.search.cards(docs), data.near(docs)]);
      rows.forEach(({ element }, at) => (view === "table" ? asCells : asCard)(element, cards[at]));
    }

    return { fill, idOf };
  };
})();
