/* The search box in the header: results as one types, chosen by keys; on narrow screens it opens over the page.
 */
(function () {
  "use strict";

  const litatlas = window.litatlas;
  const { LOST, make, card, inWords, newest } = litatlas.results;
  const { start } = litatlas.index;

  function equip(form) {
    const input = form.querySelector("input");
    const panel = make("div", "la-search__panel");
    const said = make("p", "la-search__said");
    const list = make("div", "la-search__list");
    const all = make("a", "la-search__all", "All results");
    const close = make("button", "la-search__close", "Close");
    let chosen = -1;

    close.type = "button";
    list.id = "la-search-list";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Search results");
    said.setAttribute("role", "status");
    panel.append(said, list, all);
    panel.hidden = true;
    form.append(close, panel);
    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-expanded": "false",
      "aria-controls": list.id,
      "aria-autocomplete": "list",
      autocomplete: "off",
      autocapitalize: "off",
      autocorrect: "off",
      spellcheck: "false",
    })) {
      input.setAttribute(name, value);
    }

    function choose(index) {
      const options = list.children;
      if (chosen >= 0 && options[chosen]) options[chosen].setAttribute("aria-selected", "false");
      chosen = index;
      if (chosen < 0) return input.removeAttribute("aria-activedescendant");
      options[chosen].setAttribute("aria-selected", "true");
      options[chosen].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", options[chosen].id);
    }

    function show(open) {
      panel.hidden = !open;
      input.setAttribute("aria-expanded", String(open && list.children.length > 0));
      if (!open) choose(-1);
    }

    function expand(open) {
      form.classList.toggle("la-search--open", open);
      if (open) input.focus();
      else show(false);
    }

    const page = (query) => litatlas.href("search/") + "?q=" + encodeURIComponent(query);
    const ask = newest(
      8,
      (found, query) => {
        choose(-1);
        list.replaceChildren();
        said.textContent = found ? inWords(found.total, query) : "";
        all.hidden = !found || found.total <= 8;
        all.href = page(query);
        for (const result of found ? found.results : []) {
          const option = card(result, found.marks);
          option.id = "la-search-" + list.children.length;
          option.tabIndex = -1;
          option.setAttribute("role", "option");
          option.setAttribute("aria-selected", "false");
          list.append(option);
        }
        show(!!found);
      },
      () => {
        list.replaceChildren();
        said.textContent = LOST;
        show(true);
      }
    );

    input.addEventListener("focus", () => start().catch(() => {}), { once: true });
    input.addEventListener("input", () => ask(input.value));
    input.addEventListener("focus", () => {
      if (list.children.length && input.value.trim()) show(true);
    });
    input.addEventListener("keydown", (event) => {
      const last = list.children.length - 1;
      if (event.isComposing) return;
      if (event.key === "ArrowDown" && last >= 0) {
        if (panel.hidden) show(true);
        choose(chosen >= last ? 0 : chosen + 1);
      } else if (event.key === "ArrowUp" && last >= 0) choose(chosen <= 0 ? last : chosen - 1);
      else if (event.key === "Escape") {
        if (panel.hidden) input.value = "";
        if (form.classList.contains("la-search--open")) {
          expand(false);
          opener.focus();
        }
        show(false);
      } else return;
      event.preventDefault();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const option = list.children[chosen];
      if (option) option.click();
      else if (input.value.trim()) location.href = page(input.value.trim());
    });
    list.addEventListener("click", () => expand(false));
    document.addEventListener("pointerdown", (event) => {
      if (!form.contains(event.target)) show(false);
    });
    form.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !form.contains(event.relatedTarget)) show(false);
    });
    close.addEventListener("click", () => {
      expand(false);
      opener.focus();
    });

    // On narrow screens the box is a link to the search page; with scripts it opens over the page.
    const opener = document.querySelector(".la-search__opener");
    opener.setAttribute("role", "button");
    opener.addEventListener("click", (event) => {
      event.preventDefault();
      expand(true);
    });
    opener.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      expand(true);
    });
    document.addEventListener("keydown", (event) => {
      const typing = event.target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
      const wanted = event.key.toLowerCase() === "k" ? event.ctrlKey !== event.metaKey : event.key === "/" && !typing;
      if (!wanted || event.altKey || event.shiftKey || (event.key === "/" && (event.ctrlKey || event.metaKey))) return;
      event.preventDefault();
      if (getComputedStyle(opener).display !== "none") expand(true);
      input.focus();
      input.select();
    });
  }

  document.querySelectorAll("form.la-search").forEach(equip);
})();
