/* What stands around the reading list: a list that was shared, what is new, what was seen, what went wrong. */
(function () {
  "use strict";

  const litatlas = window.litatlas;
  const { readingList, memory, seen, make } = litatlas;
  const MOST_NEW = 50;

  /** `1 paper`, `1,204 papers`. */
  const papers = (number) => `${number.toLocaleString("en")} ${number === 1 ? "paper" : "papers"}`;
  const button = (text, onclick, more = {}) => make("button", { type: "button", class: "la-list__button", text, onclick, ...more });

  class Notices {
    /** @param {object} page `cards`, `load(ids)`, `say(text)`, `show()` and `files` of the list's page. */
    constructor(page) {
      this.page = page;
      this.above = make("div", { class: "la-list__notices" });
      this.new = make("section", { class: "la-list__new", id: "new", hidden: true });
      this.seen = make("p", { class: "la-list__seen" });
      this.below = make("div", {}, this.new, this.seen);
      window.addEventListener("hashchange", () => this.showShared());
    }

    async start() {
      this.showTrouble();
      this.showSeen();
      await Promise.all([this.showShared(), this.showNews()]);
      if (location.hash === "#new") this.new.scrollIntoView();
    }

    // ---- Lists that others shared ----

    async showShared() {
      this.shared?.remove();
      const [, listed = ""] = /^#papers=([a-z0-9,-]*)/.exec(location.hash) || [];
      const ids = listed.split(",").filter(Boolean);
      if (!ids.length) return;
      await this.page.load(ids);
      const there = ids.filter((id) => this.page.cards.get(id));
      const fresh = there.filter((id) => !readingList.has(id));
      const done = () => {
        location.hash = "";
        this.shared.remove();
      };
      this.shared = make(
        "section",
        { class: "la-list__notice", "aria-label": "A shared list" },
        make("p", {}, make("strong", { text: `Somebody shared a list of ${papers(there.length)} with you.` })),
        make("ol", {}, there.map((id) => make("li", {}, litatlas.paperLink(id, this.page.cards.get(id).title)))),
        there.length < ids.length ? make("p", { text: `Not in this survey: ${ids.filter((id) => !there.includes(id)).join(", ")}` }) : "",
        make(
          "p",
          {},
          fresh.length
            ? button(fresh.length === there.length ? "Add to my list" : `Add the ${papers(fresh.length)} that I do not have`, () => {
                const added = readingList.add(fresh);
                done();
                this.page.say(`${papers(added)} added.`);
              })
            : "All of them are on your list. ",
          " ",
          button("Close", done)
        )
      );
      this.above.append(this.shared);
    }

    // ---- What is new, what was seen, what went wrong ----

    async showNews() {
      let news;
      try {
        news = await litatlas.news();
        await this.page.load(news.ids.slice(0, MOST_NEW));
      } catch {
        return; // nothing is claimed where nothing is known
      }
      if (!news.ids.length) return;
      const when = news.since ? ` on ${litatlas.dayInWords(news.since)}` : "";
      const items = news.ids.slice(0, MOST_NEW).map((id) => {
        const card = this.page.cards.get(id);
        return make("li", {}, make("p", {}, litatlas.paperLink(id, card?.title || id)), make("p", { class: "la-list__by", text: card?.by }));
      });
      const list = make("div", { class: "la-listing" }, make("ul", {}, items));
      const more = news.ids.length - items.length;
      this.new.replaceChildren(
        make("h2", { text: `New since your last visit${when}` }),
        list,
        more > 0 ? make("p", { text: `and ${more} more` }) : "",
        make("p", {}, button("Put all of them on my list", () => this.page.say(`${papers(readingList.add(news.ids))} added.`)))
      );
      this.new.hidden = false;
      litatlas.markPapers(this.new);
    }

    showSeen() {
      const number = seen.count();
      this.seen.replaceChildren();
      if (!number) return;
      this.seen.append(
        `You have opened ${papers(number)} here; lists mark ${number === 1 ? "it" : "them"} as seen. `,
        button("Forget that", () => {
          seen.clear();
          this.showSeen();
          this.page.say("Forgotten what you have seen.");
          this.page.show();
        })
      );
    }

    showTrouble() {
      const trouble = {
        refused:
          "This browser keeps nothing for this site (private window, or storage is switched off): save the list before you leave the page.",
        full: "This browser has no room left for this site: save the list before you leave the page.",
      }[memory.problem()];
      if (trouble) this.above.append(make("p", { class: "la-list__notice", role: "alert", text: trouble }));
      const broken = memory.broken();
      if (broken === null) return;
      const notice = make(
        "div",
        { class: "la-list__notice", role: "alert" },
        make("p", { text: "The list that this browser kept could not be read. Its text was set aside; the list begins anew." }),
        make(
          "p",
          {},
          button("Save the text", () => litatlas.list.save("reading-list-broken.txt", "text/plain", broken)),
          " ",
          button("Throw it away", () => {
            memory.forgetBroken();
            notice.remove();
          })
        )
      );
      this.above.append(notice);
    }
  }

  litatlas.list = { papers, button, Notices };
})();
