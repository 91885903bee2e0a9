/* A card with the essence of a paper beside every link to its page: on pointing at it, or when it has the focus.
 *
 * The card stays while the pointer is on it or on its link, and goes with Escape (WCAG 2.2, 1.4.13). Fingers get none.
 * Without the data of cards.js there is no card, and the links are what they were.
 */
(function () {
  "use strict";

  const litatlas = window.litatlas;
  const OPENS_AFTER = 350; // milliseconds: a pointer on its way to somewhere else opens nothing
  const CLOSES_AFTER = 250; // milliseconds: the pointer may cross from link to card
  const GAP = 6; // pixels between link and card
  const NOT_IN = ".md-header, .md-tabs, .md-sidebar, .md-footer, .la-search, .la-card, .la-results--cards";

  const own = document.querySelector(".la-page--paper") ? litatlas.paperOf(location.href) : "";
  const card = make("div", "la-card");
  const text = make("div", "la-card__text");
  let link = null; // whose card is open
  let wanted = null; // whose card is about to open
  let dismissed = null; // whose card was closed with Escape
  let touched = false;
  let at = null; // where the pointer is: a link that goes over two lines has two places
  let timer;

  card.hidden = true;
  card.setAttribute("role", "tooltip");
  text.id = "la-card-text";
  card.append(text);

  function make(tag, className, content) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (content) element.textContent = content;
    return element;
  }

  function paperLink(target) {
    const found = target instanceof Element ? target.closest("a[*|href]") : null;
    if (!found || found.closest(NOT_IN)) return null;
    const id = litatlas.linkedPaper(found);
    return id && id !== own ? found : null;
  }

  function fill(id, paper) {
    const about = make("p", "la-card__by", [paper.by, paper.where || paper.year].filter(Boolean).join(litatlas.DOT));
    text.replaceChildren(make("p", "la-card__title", paper.title));
    if (paper.status) text.append(make("p", "la-card__status", paper.status));
    if (about.textContent) text.append(about);
    if (paper.text) text.append(make("p", "la-card__sentence", paper.text));
    const tags = make("p", "la-card__tags");
    if (paper.theme) {
      const mark = make("span", `la-mark la-t${Number(paper.theme[1])}`);
      mark.setAttribute("aria-hidden", "true");
      tags.append(mark, " ", make("span", "la-card__theme", paper.theme[0]), paper.tags ? litatlas.DOT : "");
    }
    tags.append((paper.tags || []).join(litatlas.DOT));
    if (tags.textContent) text.append(tags);
    const star = litatlas.starButton(id, paper.title);
    star.tabIndex = -1; // by keyboard, the star is on the paper's page and in the lists
    card.replaceChildren(text, star);
  }

  // Above the link where there is room, so that what stands below it stays readable; else below.
  function place() {
    const boxes = [...link.getClientRects()];
    const box = (at && boxes.find((one) => at.y >= one.top - 2 && at.y <= one.bottom + 2)) || boxes[0];
    if (!box) return close();
    const header = document.querySelector(".md-header")?.getBoundingClientRect().bottom || 0;
    const width = document.documentElement.clientWidth;
    const above = box.top - Math.max(header, 0) > card.offsetHeight + GAP;
    const x = Math.max(8, Math.min(at ? at.x - 40 : box.left, box.right - 60, width - card.offsetWidth - 8));
    const y = above ? box.top - card.offsetHeight - GAP : box.bottom + GAP;
    card.style.setProperty("left", `${Math.round(x + window.scrollX)}px`);
    card.style.setProperty("top", `${Math.round(y + window.scrollY)}px`);
    return undefined;
  }

  function describe(element, on) {
    const others = (element.getAttribute("aria-describedby") || "").split(" ").filter((id) => id && id !== text.id);
    if (on) others.push(text.id);
    if (others.length) element.setAttribute("aria-describedby", others.join(" "));
    else element.removeAttribute("aria-describedby");
  }

  async function open(one) {
    const id = litatlas.linkedPaper(one);
    let paper;
    try {
      paper = await litatlas.cards.card(id);
    } catch {
      return; // no data, no card
    }
    if (!paper || wanted !== one || !one.isConnected) return;
    if (link) describe(link, false);
    wanted = null;
    link = one;
    fill(id, paper);
    card.hidden = false;
    describe(link, true);
    place();
  }

  function close() {
    clearTimeout(timer);
    if (link) describe(link, false);
    link = wanted = null;
    card.hidden = true;
  }

  function later(one, pointer) {
    if (one === dismissed) return;
    if (one === link || (wanted === one && one)) {
      if (one === link) clearTimeout(timer);
      return;
    }
    clearTimeout(timer);
    wanted = one;
    at = pointer;
    litatlas.cards.card(litatlas.linkedPaper(one)).catch(() => undefined); // loads while the pointer rests
    timer = setTimeout(() => open(one), OPENS_AFTER);
  }

  function soonClosed() {
    clearTimeout(timer);
    wanted = null;
    if (link) timer = setTimeout(close, CLOSES_AFTER);
  }

  document.body.append(card);

  document.addEventListener("pointerover", (event) => {
    touched = event.pointerType === "touch";
    if (touched) return;
    if (card.contains(event.target)) {
      clearTimeout(timer);
      return;
    }
    const one = paperLink(event.target);
    if (one !== dismissed) dismissed = null;
    if (one) later(one, { x: event.clientX, y: event.clientY });
    else if (!link || link !== document.activeElement || !link.matches(":focus-visible")) soonClosed();
  });
  document.addEventListener("pointerdown", (event) => {
    touched = event.pointerType === "touch";
    if (!card.contains(event.target)) close();
  });
  document.documentElement.addEventListener("pointerleave", soonClosed);
  document.addEventListener("focusin", (event) => {
    const one = paperLink(event.target);
    dismissed = null;
    if (one && !touched && one.matches(":focus-visible")) later(one, null);
    else if (!card.contains(event.target)) soonClosed();
  });
  document.addEventListener("focusout", (event) => {
    if (event.target === link || event.target === wanted) soonClosed();
  });
  document.addEventListener("keydown", (event) => {
    touched = false;
    if (event.key !== "Escape" || (card.hidden && !wanted)) return;
    dismissed = link || wanted;
    close();
  });
  // A page that comes back from the browser's memory comes back without.
  window.addEventListener("pagehide", close);
})();
