/* The reading list and what the reader has seen, kept by this browser for this site; nothing of it is ever sent.
 *
 *   litatlas.readingList.ids(), has(id), add(ids), remove(id), toggle(id)    the papers, in the reader's order
 *   litatlas.readingList.entries(), note(id), setNote(id, text)              with their private notes
 *   litatlas.readingList.arrange(ids), restore(entries)                      another order; a list as it was
 *   litatlas.seen.has(id), add(id), count(), clear()                         papers whose pages were opened
 *   litatlas.memory.read(name), write(name, value), problem(), broken()      what both are kept in
 *
 * The document gets the event `litatlas:reading-list` after each change, here or in another tab.
 */
(function () {
  "use strict";

  const litatlas = (window.litatlas = window.litatlas || {});
  // Several surveys may be on one host, and all files are one host: each has its own names.
  const PREFIX = `litatlas:${new URL(litatlas.root).pathname}:`;
  const ID = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
  const CHANGED = "litatlas:reading-list";
  const MOST_SEEN = 5000;

  // ---- Memory: localStorage, or where the browser refuses it, this page ----

  const onlyHere = new Map(); // name -> text that could not be stored
  let trouble = ""; // "refused", "full" or "broken"

  function textOf(name) {
    if (onlyHere.has(name)) return onlyHere.get(name);
    try {
      return localStorage.getItem(PREFIX + name);
    } catch {
      trouble = "refused";
      return null;
    }
  }

  function keep(name, text) {
    try {
      localStorage.setItem(PREFIX + name, text);
      onlyHere.delete(name);
      if (trouble === "full") trouble = "";
      return true;
    } catch (error) {
      trouble = /quota/i.test(error.name) ? "full" : "refused";
      onlyHere.set(name, text);
      return false;
    }
  }

  // What is no JSON, or not of this shape, is set aside: it may be somebody's only copy.
  function read(name, isValid = () => true) {
    const text = textOf(name);
    if (text === null) return undefined;
    try {
      const value = JSON.parse(text);
      if (isValid(value)) return value;
    } catch {
      // told below
    }
    trouble = "broken";
    keep(`${name}.broken`, text);
    forget(name);
    return undefined;
  }

  function forget(name) {
    onlyHere.delete(name);
    try {
      localStorage.removeItem(PREFIX + name);
    } catch {
      trouble = "refused";
    }
  }

  litatlas.memory = {
    read,
    /** Keep a value; false where it lasts only as long as this page. */
    write: (name, value) => keep(name, JSON.stringify(value)),
    forget,
    problem: () => trouble,
    /** The text of a list that could not be read, or null. */
    broken: () => textOf("list.broken"),
    forgetBroken() {
      forget("list.broken");
      if (trouble === "broken") trouble = "";
    },
  };

  // ---- The list ----

  let known = { text: undefined, entries: [], places: new Map() };

  function isList(value) {
    return Array.isArray(value) && value.every((one) => one && typeof one.id === "string" && ID.test(one.id));
  }

  // Read anew before each use: another tab may have changed it. The same text is parsed once.
  function current() {
    const text = textOf("list");
    if (text !== known.text) {
      const list = (read("list", isList) || []).map(({ id, note }) => ({ id, note: typeof note === "string" ? note : "" }));
      const entries = [...new Map(list.map((entry) => [entry.id, entry])).values()];
      known = { text, entries, places: new Map(entries.map(({ id }, place) => [id, place])) };
    }
    return known;
  }

  function tell(what) {
    document.dispatchEvent(new CustomEvent(CHANGED, { detail: { what, ids: readingList.ids() } }));
  }

  function store(entries, what = "list") {
    const stored = litatlas.memory.write(
      "list",
      entries.map(({ id, note }) => (note ? { id, note } : { id }))
    );
    tell(what);
    return stored;
  }

  const copies = () => current().entries.map((entry) => ({ ...entry }));

  const readingList = {
    ids: () => current().entries.map(({ id }) => id),
    entries: copies,
    has: (id) => current().places.has(id),
    note: (id) => current().entries[current().places.get(id)]?.note || "",

    /** Put papers at the end of the list; gives how many were not on it. */
    add(ids) {
      const wanted = [...new Set([].concat(ids))].filter((id) => ID.test(id) && !readingList.has(id));
      if (wanted.length) store([...copies(), ...wanted.map((id) => ({ id, note: "" }))]);
      return wanted.length;
    },

    /** Take papers off the list, with their notes. */
    remove(ids) {
      const gone = new Set([].concat(ids));
      const left = copies().filter(({ id }) => !gone.has(id));
      if (left.length < current().entries.length) store(left);
    },

    /** Put a paper on the list, or take it off; gives whether it is on it now. */
    toggle(id) {
      if (readingList.has(id)) readingList.remove(id);
      else readingList.add(id);
      return readingList.has(id);
    },

    setNote(id, note) {
      if (!readingList.has(id) || readingList.note(id) === note) return;
      store(
        copies().map((entry) => (entry.id === id ? { id, note } : entry)),
        "note"
      );
    },

    /** Bring the list into this order; papers that it does not name stay behind those that it names. */
    arrange(ids) {
      const place = new Map(ids.map((id, at) => [id, at]));
      const at = ({ id }) => place.get(id) ?? place.size;
      store(copies().sort((a, b) => at(a) - at(b)));
    },

    /** Make the list this one: what `entries` gave before. */
    restore: (entries) => store(entries.filter(({ id }) => ID.test(id))),
  };

  // ---- What was seen ----

  const isIds = (value) => Array.isArray(value) && value.every((id) => typeof id === "string");
  const seenIds = () => read("seen", isIds) || [];
  let seenNow = null;

  litatlas.seen = {
    has: (id) => (seenNow = seenNow || new Set(seenIds())).has(id),
    count: () => seenIds().length,
    add(id) {
      const ids = seenIds();
      if (ids.includes(id)) return;
      litatlas.memory.write("seen", [...ids, id].slice(-MOST_SEEN));
      seenNow = null;
    },
    clear() {
      forget("seen");
      seenNow = null;
    },
  };

  litatlas.readingList = readingList;

  window.addEventListener("storage", (event) => {
    if (event.key !== null && !event.key.startsWith(PREFIX)) return;
    seenNow = null;
    if (event.key === null || event.key === `${PREFIX}list`) tell("elsewhere");
  });
  // A page that comes back from the browser's memory has missed what happened meanwhile.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    seenNow = null;
    tell("elsewhere");
  });
})();
