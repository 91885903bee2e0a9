/* Stars beside papers, a quiet mark on those that were seen, and the number of papers on the reading list.
 *
 *   <button class="la-star" data-la-star="ID">    becomes a star, wherever and whenever it is put on a page
 *   litatlas.starButton(id, name[, text])         makes one; `name` says which paper, for those who do not see it
 *   litatlas.paperOf(href)                        the id of the paper whose page an address is, or ""
 *   litatlas.linkedPaper(link)                    the same for where a link leads, one in a drawing too
 *   litatlas.markPapers(element)                  puts stars and marks into lists that a script made
 */
(function () {
  "use strict";

  const litatlas = window.litatlas;
  const { readingList, seen, memory } = litatlas;
  const SVG = "http://www.w3.org/2000/svg";
  const SHAPE =
    "M12 3.6l2.6 5.4 5.9.8-4.3 4.1 1.1 5.9L12 17l-5.3 2.8 1.1-5.9-4.3-4.1 5.9-.8z";
  const LISTS = ".la-listing, .la-related, .la-mentions, .la-reading, .la-named, .la-find__list";
  const SAID_FOR = 8000; // milliseconds
  const VISIT_ENDS = 4 * 3600 * 1000; // milliseconds

  const TROUBLE = {
    refused: "This browser keeps nothing for this site: the list is lost when you leave the page.",
    full: "This browser has no room left for this site: the last change is lost when you leave the page.",
  };

  // ---- Addresses ----

  const start = new URL(litatlas.root);

  litatlas.paperOf = function (href) {
    let url;
    try {
      url = new URL(href, document.baseURI);
    } catch {
      return "";
    }
    if (url.origin !== start.origin || !url.pathname.startsWith(start.pathname)) return "";
    const found = /^papers\/([a-z0-9-]+)\/(?:index\.html)?$/.exec(url.pathname.slice(start.pathname.length));
    return found && found[1] !== "page" ? found[1] : "";
  };

  // By attribute, not by property: that of a link inside an SVG is no text. There it has its older name, too.
  litatlas.linkedPaper = function (link) {
    return litatlas.paperOf(link.getAttribute("href") || link.getAttribute("xlink:href"));
  };

  // ---- Stars ----

  function star() {
    const svg = document.createElementNS(SVG, "svg");
    const path = document.createElementNS(SVG, "path");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    path.setAttribute("d", SHAPE);
    svg.append(path);
    return svg;
  }

  function show(button) {
    const on = readingList.has(button.dataset.laStar);
    if (!button.querySelector("svg")) {
      button.type = "button";
      button.prepend(star());
      if (!button.hasAttribute("aria-label")) button.setAttribute("aria-label", "On the reading list");
    }
    button.setAttribute("aria-pressed", String(on));
    button.title = on ? "Take off the reading list" : "Put on the reading list";
  }

  litatlas.starButton = function (id, name, text = "") {
    const button = document.createElement("button");
    button.className = text ? "la-star la-star--wide" : "la-star";
    button.dataset.laStar = id;
    button.setAttribute("aria-label", `On the reading list: ${name}`);
    if (text) button.append(Object.assign(document.createElement("span"), { textContent: text }));
    show(button);
    return button;
  };

  const said = document.createElement("p");
  let timer;
  said.className = "la-list-said";
  said.setAttribute("role", "status");

  function say(text) {
    clearTimeout(timer);
    said.textContent = text;
    timer = setTimeout(() => (said.textContent = ""), SAID_FOR);
  }

  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-la-star]") : null;
    if (!button) return;
    readingList.toggle(button.dataset.laStar);
    if (TROUBLE[memory.problem()]) say(TROUBLE[memory.problem()]);
  });

  // ---- Lists ----

  function markEntry(entry) {
    const link = [...entry.querySelectorAll("a[href]")].find((one) => one.closest("li") === entry);
    const id = link ? litatlas.linkedPaper(link) : "";
    if (!id) return;
    const place = link.closest("strong") || link;
    if (!entry.querySelector(":scope > .la-star")) {
      const title = link.querySelector(".la-hit__title") || link;
      entry.classList.add("la-starred-entry");
      entry.append(litatlas.starButton(id, title.textContent.trim()));
    }
    if (seen.has(id) && !entry.querySelector(".la-seen")) {
      const mark = Object.assign(document.createElement("span"), { className: "la-seen", textContent: "seen" });
      // A result of the search is one link: the mark goes beside it, not inside.
      place.after(link.classList.contains("la-hit") ? "" : " ", mark);
    }
  }

  litatlas.markPapers = function (element) {
    element.querySelectorAll("li").forEach((entry) => {
      const list = entry.parentElement;
      if (list.parentElement.matches(LISTS) || list.matches(LISTS)) markEntry(entry);
    });
  };

  // ---- The page ----

  const own = document.querySelector(".la-page--paper") ? litatlas.paperOf(location.href) : "";

  function markOwn() {
    const row = document.querySelector(".la-page--paper > .la-links > p");
    if (!own || !row) return;
    const title = document.querySelector("h1").firstChild.textContent.trim();
    row.append(litatlas.starButton(own, title, "Reading list"));
    seen.add(own);
  }

  const way = document.querySelector(".la-list-link");
  const number = Object.assign(document.createElement("span"), { className: "la-list-link__count" });

  function count() {
    const papers = readingList.ids().length;
    number.textContent = papers > 999 ? "999+" : papers || "";
    way?.setAttribute("aria-label", papers ? `Reading list: ${papers} ${papers === 1 ? "paper" : "papers"}` : "Reading list");
  }

  // A visit ends when no page was opened for some hours; news.js tells what is new since the last one.
  function visit() {
    const before = memory.read("at", Number.isFinite);
    if (before && Date.now() - before > VISIT_ENDS) memory.write("last", before);
    memory.write("at", Date.now());
  }

  visit();
  markOwn();
  litatlas.markPapers(document);
  document.querySelectorAll("[data-la-star]").forEach(show);
  document.body.append(said);
  way?.append(number);
  count();
  document.addEventListener("litatlas:reading-list", () => {
    document.querySelectorAll("[data-la-star]").forEach(show);
    count();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) litatlas.markPapers(document);
  });
  // Stars that other scripts put on the page.
  new MutationObserver(() => {
    document.querySelectorAll("[data-la-star]:not(:has(svg))").forEach(show);
    document.querySelectorAll(".la-find__list").forEach(litatlas.markPapers);
  }).observe(document.querySelector("main") || document.body, { childList: true, subtree: true });

  // ---- What only some pages need ----

  // One after the other: each uses what the one before it gives.
  async function scripts(names) {
    for (const name of names) await litatlas.load(`assets/litatlas/js/${name}.js`);
  }
  const NEWS = ["make", "news"];
  const LIST_PAGE = [...NEWS, "list-notices", "list-exports", "list-import", "list-files", "list-order", "list-page"];
  const page = document.querySelector(".la-reading-list");
  if (page || document.querySelector(".la-page--home")) {
    scripts(page ? LIST_PAGE : NEWS)
      .then(() => (page ? litatlas.startListPage(page) : litatlas.showNews()))
      .catch((error) => console.warn(`The reading list stays closed: ${error.message}`));
  }
})();
