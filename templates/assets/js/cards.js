/* What a card shows of a paper, and its entries for exports: each from a small file that is loaded when it is needed.
 *
 *   litatlas.cards.card(id)      a promise of the card: title, by, where, text, tags ... (litatlas.cards.card in Python)
 *   litatlas.cards.entries(id)   a promise of the paper's export entries by format, the bytes of its export files
 *   litatlas.cards.references(id)  a promise of what its page does not say of how to cite it: formatted references by style,
 *                                and its other version; a reference is a list of stretches, each a kind and a text
 *   litatlas.cards.joined(format, entries, about)
 *                                the file that a format makes of entries, the bytes of litatlas.citation in Python
 *   litatlas.cards.known(key)    a promise of the id that a key such as "doi:10.1/x" leads to
 *   litatlas.cards.about()       a promise of what all files share: number of files, the survey's title, the CSV header
 *   litatlas.cards.recent()      a promise of the ids that were added last, newest first
 *
 * What is not there is undefined; a file that cannot be loaded is an error.
 */
(function () {
  "use strict";

  const litatlas = window.litatlas;
  const ABSTRACT = "\0"; // stands for the abstract in an entry

  const JOINED = {
    bibtex: (entries) => entries.join("\n"),
    ris: (entries) => entries.join("\r\n"),
    "csl-json": (entries) =>
      `[\n${entries.map((entry) => entry.replace(/\n$/, "")).join(",\n")}${entries.length ? "\n" : ""}]\n`,
    csv: (entries, about) => about.csv + entries.join(""),
  };

  async function about() {
    await litatlas.load("cards/manifest.js");
    return litatlas.get("cards", "manifest");
  }

  async function find(kind, key) {
    const { files, version } = await about();
    const number = litatlas.bucket(key, files[kind]);
    await litatlas.load(`cards/${kind}/${number}.js`, version);
    const held = litatlas.get(`cards-${kind}`, number);
    return Object.hasOwn(held, key) ? held[key] : undefined;
  }

  litatlas.cards = {
    about,
    card: (id) => find("papers", id),
    joined: (format, entries, about) => JOINED[format](entries, about),
    known: (key) => find("keys", key),

    async entries(id) {
      const found = await find("exports", id);
      if (!found) return undefined;
      const { abstract = "", references, ...texts } = found;
      return Object.fromEntries(Object.entries(texts).map(([format, text]) => [format, text.replaceAll(ABSTRACT, () => abstract)]));
    },

    async references(id) {
      const found = await find("exports", id);
      return (found && found.references) || {};
    },

    async recent() {
      await litatlas.load("cards/recent.js", (await about()).version);
      return litatlas.get("cards", "recent");
    },
  };
})();
