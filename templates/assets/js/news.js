/* What is new since the last visit: told from the ids that were known then, by this browser alone.
 *
 *   litatlas.news()       a promise of {ids, since}: new papers, newest first, and when the last visit ended
 *   litatlas.showNews()   puts a line onto the home page, where there is any
 */
(function () {
  "use strict";

  const litatlas = window.litatlas;
  const { make, memory } = litatlas;
  const ON_HOME = 3;

  const isNews = (value) => value && Array.isArray(value.known) && Array.isArray(value.now);

  /**
   * The ids of `now` that are not in `known`, both newest first.
   * Where both are cut off, what came up from below because something else was taken away is not new.
   */
  litatlas.newIds = function (now, known, complete) {
    const before = new Set(known);
    const last = complete ? now.length : now.findLastIndex((id) => before.has(id));
    return now.slice(0, last < 0 ? now.length : last).filter((id) => !before.has(id));
  };

  litatlas.news = async function () {
    const { ids, all } = await litatlas.cards.recent();
    const last = memory.read("last", Number.isFinite) || 0;
    let kept = memory.read("news", isNews);
    // The first visit knows nothing, so nothing is new to it; a new visit compares with the one before.
    if (!kept) kept = { since: last, known: ids, now: ids, all };
    else if (kept.since !== last) kept = { since: last, known: kept.now, now: ids, all: kept.all };
    else kept = { ...kept, now: ids };
    memory.write("news", kept);
    return { ids: litatlas.newIds(ids, kept.known, kept.all), since: last };
  };

  // As pages write days: 27 May 2024.
  litatlas.dayInWords = function (time) {
    const language = document.documentElement.lang || "en";
    const options = { day: "numeric", month: "long", year: "numeric" };
    return new Date(time).toLocaleDateString(language === "en" ? "en-GB" : language, options);
  };

  litatlas.paperLink = (id, text) => make("a", { href: litatlas.href(`papers/${id}/`), text });

  litatlas.showNews = async function () {
    const { ids, since } = await litatlas.news();
    if (!ids.length) return;
    const cards = await Promise.all(ids.slice(0, ON_HOME).map(litatlas.cards.card));
    const links = ids.slice(0, ON_HOME).map((id, at) => litatlas.paperLink(id, cards[at]?.name || id));
    const more = ids.length - links.length;
    const line = make(
      "p",
      { class: "la-news" },
      make("strong", { text: `${ids.length} new since your last visit` }),
      since ? ` on ${litatlas.dayInWords(since)}: ` : ": ",
      links.flatMap((link, at) => (at ? [", ", link] : [link])),
      more ? [" and ", make("a", { href: `${litatlas.href("reading-list/")}#new`, text: `${more} more` })] : ""
    );
    const place = document.querySelector(".la-page--home .la-counts") || document.querySelector(".la-page--home h1");
    place?.after(line);
  };
})();
