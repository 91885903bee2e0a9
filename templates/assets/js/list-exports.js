/* A reading list as a file: the entries that the papers' own export files hold, in the order of the list.
 *
 *   litatlas.listFile(format, entries)   a promise of {name, type, text, missing}
 *   litatlas.listFormats                 [format, label] in the order in which they are offered
 */
(function () {
  "use strict";

  const litatlas = window.litatlas;

  const FORMATS = {
    bibtex: ["BibTeX", ".bib", "application/x-bibtex"],
    ris: ["RIS", ".ris", "application/x-research-info-systems"],
    "csl-json": ["CSL-JSON", ".csl.json", "application/vnd.citationstyles.csl+json"],
    csv: ["CSV", ".csv", "text/csv"],
  };

  litatlas.listFormats = [...Object.entries(FORMATS).map(([format, [label]]) => [format, label]), ["json", "JSON, with notes"]];

  async function own(entries, about) {
    const papers = await Promise.all(
      entries.map(async ({ id, note }) => {
        const card = await litatlas.cards.card(id);
        return { id, ...(card ? { title: card.title } : {}), ...(note ? { note } : {}) };
      })
    );
    const list = { litatlas: "reading-list", version: 1, survey: about.survey, papers };
    return { name: "reading-list.json", type: "application/json", text: `${JSON.stringify(list, null, 1)}\n`, missing: [] };
  }

  litatlas.listFile = async function (format, entries) {
    const about = await litatlas.cards.about();
    if (format === "json") return own(entries, about);
    const [, suffix, type] = FORMATS[format];
    const found = await Promise.all(entries.map(({ id }) => litatlas.cards.entries(id)));
    return {
      name: `reading-list${suffix}`,
      type,
      text: litatlas.cards.joined(
        format,
        found.filter(Boolean).map((texts) => texts[format]),
        about
      ),
      missing: entries.filter((_, at) => !found[at]).map(({ id }) => id),
    };
  };
})();
