/* The page of results: all of them, a page at a time, with the query in the address.
 */
(function () {
  "use strict";

  const litatlas = window.litatlas;
  const { LOST, make, card, inWords, newest } = litatlas.results;

  const ON_PAGE = 20;

  function equipPage(place) {
    const form = make("form", "la-find__form");
    const label = make("label", "la-find__label", "Search papers and text");
    const input = make("input", "la-find__input");
    const said = make("p", "la-find__said");
    const list = make("ol", "la-find__list");
    const more = make("button", "la-find__more md-button", "More results");
    let extra = 0;

    input.type = "search";
    input.id = "la-find";
    input.autocomplete = "off";
    input.spellcheck = false;
    label.htmlFor = input.id;
    more.type = "button";
    more.hidden = true;
    form.setAttribute("role", "search");
    form.setAttribute("aria-label", "Search this survey");
    said.setAttribute("role", "status");
    form.append(label, input);
    place.append(form, said, list, more);

    const ask = newest(
      ON_PAGE,
      (found, query) => {
        const before = extra ? list.children.length : 0;
        said.textContent = found ? inWords(found.total, query) : "";
        more.hidden = !found || found.results.length >= found.total;
        const items = (found ? found.results : []).slice(before).map((result) => {
          const item = make("li");
          item.append(card(result, found.marks));
          return item;
        });
        if (before) {
          list.append(...items);
          if (items.length) items[0].firstChild.focus();
        } else list.replaceChildren(...items);
      },
      () => (said.textContent = LOST)
    );

    function changed() {
      extra = 0;
      const address = new URL(location.href);
      if (input.value.trim()) address.searchParams.set("q", input.value.trim());
      else address.searchParams.delete("q");
      try {
        history.replaceState(history.state, "", address);
      } catch {
        // Some browsers refuse this for files; the results are there all the same.
      }
      ask(input.value);
    }

    input.addEventListener("input", changed);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      changed();
    });
    more.addEventListener("click", () => {
      extra += ON_PAGE;
      ask(input.value, extra);
    });
    input.value = new URLSearchParams(location.search).get("q") || "";
    if (input.value) ask(input.value);
  }

  document.querySelectorAll(".la-find").forEach(equipPage);
})();
