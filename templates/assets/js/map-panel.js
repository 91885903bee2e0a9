/* What stands beside the map: a paper with its relations and their reasons, or a list of papers; and the hover card. */
(function () {
  "use strict";

  const { make, map } = window.litatlas;
  const MOST = 100; // papers in a list

  /** A short line that looks like the edges of a kind. */
  function sample(kind) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const line = document.createElementNS("http://www.w3.org/2000/svg", "line");
    for (const [name, value] of Object.entries({ x1: 0, y1: 4, x2: 30, y2: 4 })) line.setAttribute(name, value);
    svg.setAttribute("class", `la-map-sample la-map-sample--${kind}`);
    svg.setAttribute("viewBox", "0 0 30 8");
    svg.setAttribute("aria-hidden", "true");
    svg.append(line);
    return svg;
  }

  /** The star that puts a paper on the reading list. */
  function star(data, paper) {
    return window.litatlas.starButton ? window.litatlas.starButton(data.id[paper], data.nameOf(paper)) : "";
  }

  function relations(count) {
    return count === 1 ? "1 related paper" : `${count} related papers`;
  }

  class Panel {
    /** @param {object} to `data`, and what is told: `go(paper)`, `close()`, `theme(slug)`. */
    constructor(to) {
      this.to = to;
      this.data = to.data;
      this.body = make("div", { class: "la-map-panel__body" });
      this.close = make("button", { type: "button", class: "la-map-panel__close", "aria-label": "Close", onclick: to.close });
      this.close.append(make("span", { "aria-hidden": "true", text: "×" }));
      this.element = make(
        "section",
        { class: "la-map-panel", "aria-label": "What is chosen on the map", hidden: true },
        this.close,
        this.body
      );
    }

    hide() {
      this.element.hidden = true;
      this.body.replaceChildren();
    }

    /** Show a paper; its relations follow once they are loaded. */
    showPaper(paper) {
      const { data } = this;
      const theme = data.themeOf(paper);
      this.#fill(
        make(
          "h2",
          { class: "la-map-panel__title", tabindex: "-1" },
          make("a", { href: data.pageOf(paper), text: data.title[paper] })
        ),
        make("p", { class: "la-map-panel__by" }, data.by[paper], star(data, paper)),
        data.status[paper] ? make("p", {}, make("strong", { class: "la-map-status", text: data.status[paper] })) : "",
        make(
          "p",
          { class: "la-map-panel__theme" },
          theme ? make("span", { class: `la-mark la-t${theme.colour}`, "aria-hidden": "true" }) : "",
          theme ? make("a", { href: data.page(theme.page), text: theme.name }) : "Stands in no theme"
        )
      );
    }

    /**
     * The relations of the paper that is shown.
     * @param {Array} list As `Data.relationsOf` gives it.
     * @param {Set<string>} off Kinds that are switched off: their reasons are left out.
     */
    showRelations(list, off) {
      const rows = list
        .map(([other, weight, reasons]) => [other, weight, reasons.filter(([kind]) => !off.has(kind))])
        .filter(([, , reasons]) => reasons.length);
      const left = list.length - rows.length;
      this.body.querySelector(".la-map-relations")?.remove();
      this.body.append(
        make(
          "div",
          { class: "la-map-relations" },
          make("h3", { text: relations(rows.length) }),
          make("ol", {}, ...rows.map(([other, , reasons]) => this.#relation(other, reasons))),
          left ? make("p", { class: "la-map-note", text: `${left} more by kinds of relation that are switched off.` }) : ""
        )
      );
    }

    #relation(other, reasons) {
      const { data } = this;
      return make(
        "li",
        {},
        make(
          "p",
          { class: "la-map-relation" },
          make("a", { href: data.pageOf(other), text: data.title[other] }),
          make("button", {
            type: "button",
            class: "la-map-go",
            text: "on the map",
            "aria-label": `Show on the map: ${data.nameOf(other)}`,
            onclick: () => this.to.go(other),
          }),
          star(data, other)
        ),
        make("p", { class: "la-map-panel__by", text: data.by[other] }),
        data.status[other] ? make("strong", { class: "la-map-status", text: data.status[other] }) : "",
        make(
          "ul",
          {},
          ...reasons.map(([kind, first, rest]) =>
            make(
              "li",
              {},
              sample(kind),
              make("span", {}, make("span", { class: "la-reason", text: first }), rest ? ` ${rest}` : "")
            )
          )
        )
      );
    }

    /** List papers, as many as a reader may want to look at. */
    showList(papers, total, complete) {
      const { data } = this;
      const most = papers.slice(0, MOST);
      const more = papers.length - most.length;
      const heading = papers.length === total ? `All ${total} papers` : `${papers.length} of ${total} papers`;
      this.#fill(
        make("h2", { class: "la-map-panel__title", tabindex: "-1", text: heading }),
        make(
          "p",
          { class: "la-map-note" },
          complete ? "Those with most relations first." : "More papers are being loaded …"
        ),
        make(
          "ol",
          { class: "la-map-list" },
          ...most.map((paper) =>
            make(
              "li",
              {},
              make(
                "p",
                { class: "la-map-relation" },
                make("a", { href: data.pageOf(paper), text: data.title[paper] }),
                make("button", {
                  type: "button",
                  class: "la-map-go",
                  text: "on the map",
                  "aria-label": `Show on the map: ${data.nameOf(paper)}`,
                  onclick: () => this.to.go(paper),
                }),
                star(data, paper)
              ),
              make("p", { class: "la-map-panel__by", text: data.by[paper] })
            )
          )
        ),
        more ? make("p", { class: "la-map-note", text: `${more} more: choose fewer by theme, year or words.` }) : ""
      );
    }

    /** Put the focus where reading begins. */
    enter() {
      this.body.querySelector("h2")?.focus({ preventScroll: true });
    }

    #fill(...children) {
      this.element.hidden = false;
      this.body.replaceChildren(...children.filter((child) => child !== ""));
      this.element.scrollTop = 0;
      this.body.scrollTop = 0;
    }
  }

  /** The card under the pointer. */
  class Card {
    constructor(data) {
      this.data = data;
      this.element = make("div", { class: "la-map-card", "aria-hidden": "true", hidden: true });
      this.paper = -1;
    }

    show(paper, left, top, view) {
      if (paper < 0) {
        this.element.hidden = true;
        this.paper = -1;
        return;
      }
      const { data, element } = this;
      if (paper !== this.paper) {
        const theme = data.themeOf(paper);
        element.replaceChildren(
          make("p", { class: "la-map-card__title", text: data.title[paper] }),
          make("p", { text: [data.by[paper], relations(data.degree[paper])].filter(Boolean).join(litatlas.DOT) })
        );
        if (data.status[paper]) element.append(make("p", {}, make("strong", { class: "la-map-status", text: data.status[paper] })));
        if (theme) {
          element.append(
            make("p", {}, make("span", { class: `la-mark la-t${theme.colour}` }), ` ${theme.name}`)
          );
        }
      }
      this.paper = paper;
      element.hidden = false;
      const room = view.width - view.cover.right;
      const right = left + 16 + element.offsetWidth > room;
      const below = top + 16 + element.offsetHeight > view.height;
      const x = Math.max(4, right ? left - 16 - element.offsetWidth : left + 16);
      const y = Math.max(4, below ? top - 16 - element.offsetHeight : top + 16);
      element.style.setProperty("transform", `translate(${Math.round(x)}px, ${Math.round(y)}px)`);
    }
  }

  map.sample = sample;
  map.relations = relations;
  map.Panel = Panel;
  map.Card = Card;
})();
