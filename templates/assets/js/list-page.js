/* The page of the reading list: papers with their notes, in the reader's order or foundations first. */
(function () {
  "use strict";

  const litatlas = window.litatlas;
  const { readingList, seen, make, list } = litatlas;
  const { papers, button } = list;

  class ListPage {
    constructor(place) {
      this.cards = new Map(); // by id; null for a paper that is not in the survey (any more)
      this.order = "own";
      this.said = make("p", { class: "la-list__said", role: "status" });
      this.bar = make("div", { class: "la-list__bar" });
      this.list = make("ol", { class: "la-list__papers" });
      this.files = new list.Files(this);
      this.notices = new list.Notices(this);
      place.append(this.notices.above, this.bar, this.said, this.list, this.files.element, this.notices.below);
      document.addEventListener("litatlas:reading-list", (event) => {
        if (event.detail.what !== "note") this.show();
      });
    }

    async start() {
      await this.mend().catch(() => undefined); // `show` tells of it
      await this.show();
      await this.notices.start();
    }

    say(text, undo) {
      this.said.replaceChildren(text, ...(undo ? [" ", button("Undo", undo)] : []));
    }

    async load(ids) {
      await Promise.all(
        ids.filter((id) => !this.cards.has(id)).map(async (id) => this.cards.set(id, (await litatlas.cards.card(id)) || null))
      );
    }

    // A paper that was merged into another one, or got another id, is that one now.
    async mend() {
      const entries = readingList.entries();
      await this.load(entries.map(({ id }) => id));
      const lost = entries.filter(({ id }) => !this.cards.get(id));
      const now = new Map(await Promise.all(lost.map(async ({ id }) => [id, await litatlas.cards.known(`id:${id}`)])));
      if ([...now.values()].some(Boolean)) {
        readingList.restore(entries.map((entry) => ({ ...entry, id: now.get(entry.id) || entry.id })));
      }
    }

    // ---- The list ----

    async show() {
      try {
        await this.load(readingList.ids());
      } catch {
        this.say("What the papers are cannot be loaded; the list itself is safe.");
      }
      const entries = readingList.entries();
      const focused = document.activeElement?.closest?.("[data-paper]");
      const kept = focused && [focused.dataset.paper, document.activeElement.dataset.does];
      const known = new Map(entries.map(({ id }) => [id, this.cards.get(id)]).filter(([, card]) => card));
      const path = this.order === "path" ? litatlas.readingOrder(known) : [];
      const reasons = new Map(path.map(({ id, why }) => [id, why]));
      const rank = new Map(path.map(({ id }, at) => [id, at]));
      const shown = path.length ? [...entries].sort((a, b) => (rank.get(a.id) ?? 1e9) - (rank.get(b.id) ?? 1e9)) : entries;
      this.list.replaceChildren(...shown.map((entry, at) => this.entry(entry, at, shown.length, reasons.get(entry.id))));
      this.showBar(entries);
      if (kept) this.focus(...kept);
    }

    focus(id, does) {
      const entry = [...this.list.children].find((one) => one.dataset.paper === id);
      const target = entry && (entry.querySelector(`[data-does="${does}"]:not(:disabled)`) || entry.querySelector(".la-list__acts button:not(:disabled)"));
      target?.focus();
    }

    entry({ id, note }, at, total, why) {
      const card = this.cards.get(id);
      const name = card?.name || card?.title || id;
      const act = (does, text, label, disabled, onclick) =>
        button(text, onclick, { "aria-label": `${label}: ${name}`, title: label, "data-does": does, disabled });
      const moves =
        this.order === "own"
          ? [
              act("up", "↑", "Move up", at === 0, () => this.move(id, at - 1)),
              act("down", "↓", "Move down", at === total - 1, () => this.move(id, at + 1)),
            ]
          : [];
      return make(
        "li",
        { class: "la-list__paper", "data-paper": id },
        make(
          "p",
          { class: "la-list__title" },
          card ? litatlas.paperLink(id, card.title) : make("span", { text: `${id} is not in this survey any more` }),
          card?.status ? [" ", make("span", { class: "la-status", text: card.status })] : "",
          seen.has(id) ? [" ", make("span", { class: "la-seen", text: "seen" })] : ""
        ),
        card ? make("p", { class: "la-list__by", text: [card.by, card.where || card.year].filter(Boolean).join(litatlas.DOT) }) : "",
        why ? make("p", { class: "la-list__why" }, ...this.words(why), ".") : "",
        this.note(id, note, name),
        make("div", { class: "la-list__acts" }, ...moves, act("remove", "Remove", "Remove", false, () => this.remove(id, name)))
      );
    }

    words(parts) {
      return parts.map((part) => (part.paper ? litatlas.paperLink(part.paper, this.cards.get(part.paper)?.name || part.paper) : part));
    }

    note(id, note, name) {
      const text = make("textarea", {
        class: "la-list__note",
        rows: 2,
        "aria-label": `Private note: ${name}`,
        placeholder: "A note for yourself",
        "data-does": "note",
        hidden: !note,
      });
      text.value = note;
      text.addEventListener("input", () => readingList.setNote(id, text.value));
      if (note) return text;
      const open = button("Add a note", () => {
        open.remove();
        text.hidden = false;
        text.focus();
      }, { class: "la-list__button la-list__button--quiet", "aria-label": `Add a note: ${name}`, "data-does": "note" });
      return make("div", {}, open, text);
    }

    move(id, to) {
      const ids = readingList.ids().filter((one) => one !== id);
      ids.splice(to, 0, id);
      readingList.arrange(ids);
      this.say(`Moved to place ${to + 1} of ${ids.length}.`);
    }

    remove(id, name) {
      const at = readingList.ids().indexOf(id);
      const entry = readingList.entries()[at];
      readingList.remove(id);
      this.say(`Removed: ${name}.`, () => {
        readingList.restore(readingList.entries().toSpliced(at, 0, entry));
        this.say(`Back on the list: ${name}.`);
        this.focusPlace(at);
      });
      this.focusPlace(at);
    }

    focusPlace(at) {
      this.show().then(() => {
        const entry = this.list.children[Math.min(at, this.list.children.length - 1)];
        (entry?.querySelector("a") || this.files.element.querySelector("button, input"))?.focus();
      });
    }

    showBar(entries) {
      const own = this.order === "own";
      const choose = (order) => () => {
        this.order = order;
        this.show().then(() => this.bar.querySelector("[aria-pressed=true]")?.focus());
      };
      const keep = () => {
        this.order = "own";
        readingList.arrange([...this.list.children].map((entry) => entry.dataset.paper));
        this.show().then(() => this.bar.querySelector("[aria-pressed=true]")?.focus());
        this.say("The list is in this order now.");
      };
      this.bar.replaceChildren(
        make("strong", { text: entries.length ? papers(entries.length) : "No papers yet" }),
        ...(entries.length > 1
          ? [
              make(
                "span",
                { class: "la-list__orders", role: "group", "aria-label": "Order" },
                button("My order", choose("own"), { "aria-pressed": String(own) }),
                button("Foundations first", choose("path"), { "aria-pressed": String(!own) })
              ),
              own ? "" : button("Keep this order", keep),
            ].filter(Boolean)
          : [])
      );
      this.files.update(entries);
    }
  }

  litatlas.startListPage = (place) => new ListPage(place).start();
})();
