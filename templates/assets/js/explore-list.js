/* The results: of any number only those near the window are elements of the page.
 *
 * All rows of a view have one height, so the place of each is known. Rows are made empty and filled once their cards
 * are there. A row that holds the focus stays; Up, Down, Home and End go from title to title.
 */
(function () {
  "use strict";
  const { explore } = window.litatlas;
  const { make } = explore;

  const BEYOND = 6; // rows kept above and below the window
  const MOST_PRINTED = 1000;

  /* Makes the list. `fill(rows)` gives a promise that rows ([{doc, element}]) are filled. */
  explore.list = function (fill) {
    const element = make("div", "la-results");
    const head = make("div", "la-row la-row--head", "", { role: "row" });
    const body = make("div", "la-results__body");
    const shown = new Map(); // place -> row
    let [docs, view, height, frame, printing] = [[], "cards", 0, 0, false];

    for (const name of ["Paper", "Authors", "Venue", "Year", "Theme", "Related"]) {
      head.append(make("span", "", name, { role: "columnheader" }));
    }
    element.append(head, body);

    function measure() {
      const probe = make("div", "la-row");
      body.append(probe);
      height = probe.getBoundingClientRect().height || 1;
      probe.remove();
    }

    function makeRow(place) {
      const row = make("div", "la-row", "", { role: view === "table" ? "row" : "listitem" });
      if (view === "table") row.setAttribute("aria-rowindex", String(place + 2));
      else {
        row.setAttribute("aria-setsize", String(docs.length));
        row.setAttribute("aria-posinset", String(place + 1));
      }
      if (!printing) row.style.top = `${place * height}px`;
      row.dataset.place = String(place);
      return row;
    }

    const linkIn = (row) => row && row.querySelector(".la-row__title");

    function range() {
      if (printing) return [0, Math.min(docs.length, MOST_PRINTED)];
      const top = body.getBoundingClientRect().top;
      const from = Math.floor(-top / height) - BEYOND;
      const to = Math.ceil((window.innerHeight - top) / height) + BEYOND;
      return [Math.max(0, Math.min(from, docs.length - 1)), Math.min(docs.length, Math.max(to, 2 * BEYOND))];
    }

    /** Make the elements be those that are near the window; gives a promise that they are filled. */
    function draw() {
      const [from, to] = range();
      for (const [place, row] of shown) {
        if ((place >= from && place < to) || row.contains(document.activeElement)) continue;
        row.remove();
        shown.delete(place);
      }
      const added = [];
      for (let place = from; place < to; place++) {
        if (shown.has(place)) continue;
        const row = makeRow(place);
        const after = [...body.children].find((other) => Number(other.dataset.place) > place);
        body.insertBefore(row, after || null);
        shown.set(place, row);
        added.push({ doc: docs[place], element: row });
      }
      return added.length ? fill(added, view) : Promise.resolve();
    }

    function later() {
      if (frame || printing) return;
      frame = requestAnimationFrame(() => {
        frame = 0;
        draw();
      });
    }

    function clear() {
      shown.clear();
      body.replaceChildren();
    }

    /** Bring the title at a place into sight and focus it. */
    async function go(place) {
      const wanted = Math.max(0, Math.min(docs.length - 1, place));
      const top = body.getBoundingClientRect().top + wanted * height;
      if (top < 120 || top + height > window.innerHeight - 20) {
        window.scrollBy({ top: top - window.innerHeight / 3, behavior: "instant" });
      }
      await draw();
      const link = linkIn(shown.get(wanted));
      if (link) link.focus({ preventScroll: true });
      draw();
    }

    body.addEventListener("keydown", (event) => {
      const row = event.target.closest(".la-row");
      if (!row || event.target !== linkIn(row) || event.altKey || event.ctrlKey || event.metaKey) return;
      const place = Number(row.dataset.place);
      const goal = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: docs.length - 1 }[event.key];
      if (goal === undefined) return;
      event.preventDefault();
      go(goal);
    });
    // A title that the Tab key reaches may stand beyond the window: the rows after it are needed next.
    body.addEventListener("focusin", later);
    window.addEventListener("scroll", later, { passive: true });
    window.addEventListener("resize", () => {
      if (printing) return;
      lay();
      draw();
    });

    function lay() {
      measure();
      body.style.height = printing ? "" : `${docs.length * height}px`;
      for (const [place, row] of shown) row.style.top = `${place * height}px`;
    }

    return {
      element,
      /** Show these papers in this view. */
      show(newDocs, newView) {
        [docs, view] = [newDocs, newView];
        element.className = `la-results la-results--${view}`;
        head.hidden = view !== "table";
        element.setAttribute("role", view === "table" ? "table" : "list");
        element.setAttribute("aria-label", "Papers");
        body.setAttribute("role", view === "table" ? "rowgroup" : "presentation");
        if (view === "table") element.setAttribute("aria-rowcount", String(docs.length + 1));
        else element.removeAttribute("aria-rowcount");
        clear();
        lay();
        return draw();
      },
      focus: () => go(0),
      /** Put all rows on the page, as far as paper goes, print, and be as before. */
      async print() {
        printing = true;
        element.classList.add("la-results--printed");
        clear();
        lay();
        await draw();
        window.print();
        printing = false;
        element.classList.remove("la-results--printed");
        clear();
        lay();
        await draw();
      },
      left: () => Math.max(0, docs.length - MOST_PRINTED),
    };
  };
})();
