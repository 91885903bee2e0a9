/* Finds the papers of this survey in a file: one of our own exports, or anybody's BibTeX, RIS, CSL-JSON or CSV.
 *
 *   litatlas.readListFile(text)     what the file names, as [{own, key, doi, arxiv, title, note, label}]
 *   litatlas.findPapers(records)    a promise of {found: [{id, note}], missing: [label]}
 */
(function () {
  "use strict";

  const litatlas = window.litatlas;
  const OWN = /litatlas:([a-z0-9]+(?:-[a-z0-9]+)*)/;
  const ARXIV = /(?:arxiv[:.]\s*|arxiv\.org\/(?:abs|pdf)\/)([a-z-]+(?:\.[a-z]{2})?\/\d{7}|\d{4}\.\d{4,5})/i;
  const DOI = /10\.\d{4,9}\/[^\s"<>{}]+/;
  const SHORTEST_TITLE = 12;

  /** What two ways to write a title have in common: `title_key` of litatlas.cards.keys. */
  function titleKey(title) {
    return title.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]/g, "");
  }

  function record({ own = "", key = "", doi = "", arxiv = "", title = "", note = "" }) {
    const bareDoi = (DOI.exec(doi) || [""])[0].replace(/[.,;]$/, "").toLowerCase();
    const ofArxiv = (/^10\.48550\/arxiv\.(.+?)(?:v\d+)?$/.exec(bareDoi) || [])[1];
    const bareArxiv = (ARXIV.exec(arxiv) || ARXIV.exec(`arxiv:${arxiv}`) || ["", ofArxiv || ""])[1];
    return {
      own: (OWN.exec(own) || ["", ""])[1],
      key,
      doi: ofArxiv ? "" : bareDoi,
      arxiv: bareArxiv.toLowerCase(),
      title,
      note,
      label: title || key || bareDoi || bareArxiv || own,
    };
  }

  // ---- BibTeX ----

  // The value that begins at a place: in braces, in quotation marks or bare.
  function bibValue(text, from) {
    if (text[from] === '"') return text.slice(from + 1, text.indexOf('"', from + 1));
    if (text[from] !== "{") return /^[^,\s}]*/.exec(text.slice(from))[0];
    let depth = 0;
    for (let at = from; at < text.length; at++) {
      if (text[at] === "\\") at++;
      else if (text[at] === "{") depth++;
      else if (text[at] === "}" && --depth === 0) return text.slice(from + 1, at);
    }
    return "";
  }

  // Titles are compared by letters and digits only: of TeX, the names of commands have to go.
  const bare = (tex) => tex.replace(/\\[a-zA-Z]+\s?/g, "").replace(/\\./g, "").replace(/[{}$]/g, "").replace(/\s+/g, " ").trim();

  function readBibtex(text) {
    const starts = [...text.matchAll(/^[ \t]*@(\w+)\s*\{\s*([^,\s{}]+)\s*,/gm)].filter(
      ([, kind]) => !/^(?:string|comment|preamble)$/i.test(kind)
    );
    return starts.map((start, number) => {
      const entry = text.slice(start.index, starts[number + 1]?.index);
      const field = (name) => {
        const found = new RegExp(`[,\\s]${name}\\s*=\\s*`, "i").exec(entry);
        return found ? bibValue(entry, found.index + found[0].length) : "";
      };
      return record({
        own: field("ids"),
        key: start[2],
        doi: field("doi"),
        arxiv: field("eprint") || field("url"),
        title: bare(field("title")),
      });
    });
  }

  // ---- RIS ----

  function readRis(text) {
    const records = [];
    let fields = null;
    for (const line of text.split(/\r\n|\r|\n/)) {
      const [, tag, value] = /^([A-Z][A-Z0-9]) {2}-\s?(.*)$/.exec(line) || [];
      if (tag === "TY") fields = {};
      else if (tag === "ER" && fields) {
        const address = fields.UR || "";
        records.push(
          record({ own: fields.CN, key: fields.ID, doi: fields.DO, arxiv: address, title: fields.TI || fields.T1 })
        );
        fields = null;
      } else if (tag && fields) fields[tag] = fields[tag] ? `${fields[tag]} ${value.trim()}` : value.trim();
    }
    return records;
  }

  // ---- JSON ----

  const string = (value) => (typeof value === "string" ? value : typeof value === "number" ? String(value) : "");

  function readItem(item) {
    const other = item.identifiers || {};
    const ours = item.custom && item.custom.litatlas && item.custom.litatlas.id;
    return record({
      own: ours ? `litatlas:${ours}` : item.citation_key ? `litatlas:${string(item.id)}` : "",
      key: string(item["citation-key"] || item.citation_key || item.id),
      doi: string(item.DOI || item.doi || other.doi),
      arxiv: string(other.arxiv) || [item.number, item.URL, item.arxiv].map(string).find((value) => ARXIV.test(value)) || "",
      title: string(item.title),
    });
  }

  function readJson(text) {
    let value;
    try {
      value = JSON.parse(text);
    } catch {
      value = text.split("\n").filter((line) => line.trim()).map((line) => JSON.parse(line)); // JSON Lines
    }
    if (value && value.litatlas === "reading-list") {
      return (Array.isArray(value.papers) ? value.papers : []).map((paper) => ({
        ...record({ own: `litatlas:${string(paper.id)}`, title: string(paper.title) }),
        note: string(paper.note),
        label: string(paper.title) || string(paper.id),
      }));
    }
    const items = Array.isArray(value) ? value : value.items || [value];
    return items.filter((item) => item && typeof item === "object").map(readItem);
  }

  // ---- CSV (RFC 4180) ----

  function rows(text) {
    const all = [[""]];
    let quoted = false;
    for (let at = 0; at < text.length; at++) {
      const [row, letter] = [all[all.length - 1], text[at]];
      if (quoted) {
        if (letter !== '"') row[row.length - 1] += letter;
        else if (text[at + 1] === '"') row[row.length - 1] += text[++at];
        else quoted = false;
      } else if (letter === '"') quoted = true;
      else if (letter === ",") row.push("");
      else if (letter === "\n") all.push([""]);
      else if (letter !== "\r") row[row.length - 1] += letter;
    }
    return all.filter((row) => row.length > 1 || row[0]);
  }

  function readCsv(text) {
    const [header, ...lines] = rows(text);
    const names = (header || []).map((name) => name.trim().toLowerCase());
    return lines.map((row) => {
      const cell = (...wanted) => row[names.findIndex((name) => wanted.includes(name))] || "";
      const key = cell("citation_key", "citation key", "key");
      return record({
        own: names.includes("citation_key") && cell("id") ? `litatlas:${cell("id")}` : "",
        key,
        doi: cell("doi"),
        arxiv: cell("arxiv", "arxiv id", "url"),
        title: cell("title"),
      });
    });
  }

  litatlas.readListFile = function (text) {
    const bareText = text.replace(/^\ufeff/, "");
    if (/^\s*[[{]/.test(bareText)) return readJson(bareText);
    if (/^[ \t]*@\w+\s*\{/m.test(bareText)) return readBibtex(bareText);
    if (/^TY {2}-/m.test(bareText)) return readRis(bareText);
    return readCsv(bareText);
  };

  // ---- Which papers they are ----

  async function paperOf({ own, key, doi, arxiv, title }) {
    if (own && (await litatlas.cards.card(own))) return own;
    const titled = titleKey(title);
    const keys = [
      own && `id:${own}`,
      doi && `doi:${doi}`,
      arxiv && `arxiv:${arxiv}`,
      titled.length >= SHORTEST_TITLE && `title:${titled}`,
      // A key alone says little: where there is more to go by, somebody else's paper may well have the same.
      !own && !doi && !arxiv && !title && key && `key:${key.toLowerCase()}`,
    ];
    for (const one of keys.filter(Boolean)) {
      const id = await litatlas.cards.known(one);
      if (id) return id;
    }
    return "";
  }

  litatlas.findPapers = async function (records) {
    const ids = await Promise.all(records.map(paperOf));
    const found = new Map();
    ids.forEach((id, at) => {
      if (id && !found.get(id)?.note) found.set(id, { id, note: records[at].note });
    });
    return { found: [...found.values()], missing: records.filter((_, at) => !ids[at]).map(({ label }) => label) };
  };
})();
