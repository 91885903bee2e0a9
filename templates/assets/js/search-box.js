/* The search box in the header: results as one types, chosen by keys; on narrow screens it opens over the page.
 */
(function () {
  "use strict";

  const litatlas = window.litatlas;
  const { LOST, make, card, inWords, newest } = litatlas.results;
  const { start } = litatlas.index;

  // Results in the box; the page of results has all.
  const MOST = 8;

  const page = (query) => litatlas.href("search/") + "?q=" + encodeURIComponent(query);

  // A combobox with a list of results, as the ARIA Authoring Practices Guide has it.
  class Box {
    constructor(form) {
      this.form = form;
      this.input = form.querySelector("input");
      // On narrow screens the box is a link to the search page; with scripts it opens over the page.
      this.opener = document.querySelector(".la-search__opener");
      this.chosen = -1;
      this.ask = newest(MOST, this.fill.bind(this), this.tellLost.bind(this));
      this.equip();
      this.hearInput();
      this.hearPointer();
      this.hearPage();
    }

    equip() {
      const panel = make("div", "la-search__panel");
      const said = make("p", "la-search__said");
      const list = make("div", "la-search__list");
      const all = make("a", "la-search__all", "All results");
      const close = make("button", "la-search__close", "Close");
      Object.assign(this, { panel, said, list, all, close });
      close.type = "button";
      list.id = "la-search-list";
      list.setAttribute("role", "listbox");
      list.setAttribute("aria-label", "Search results");
      said.setAttribute("role", "status");
      panel.append(said, list, all);
      panel.hidden = true;
      this.form.append(close, panel);
      this.opener.setAttribute("role", "button");
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
        this.input.setAttribute(name, value);
      }
    }

    choose(index) {
      const options = this.list.children;
      if (options[this.chosen]) options[this.chosen].setAttribute("aria-selected", "false");
      this.chosen = index;
      if (index < 0) return this.input.removeAttribute("aria-activedescendant");
      options[index].setAttribute("aria-selected", "true");
      options[index].scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", options[index].id);
    }

    show(open) {
      this.panel.hidden = !open;
      this.input.setAttribute("aria-expanded", String(open && this.list.children.length > 0));
      if (!open) this.choose(-1);
    }

    // On narrow screens: over the page, or back to the link.
    expand(open) {
      this.form.classList.toggle("la-search--open", open);
      if (open) this.input.focus();
      else this.show(false);
    }

    leave() {
      this.expand(false);
      this.opener.focus();
    }

    fill(found, query) {
      const { list, all } = this;
      this.choose(-1);
      list.replaceChildren();
      this.said.textContent = found ? inWords(found.total, query) : "";
      all.hidden = !found || found.total <= MOST;
      all.href = page(query);
      for (const result of found ? found.results : []) {
        const option = card(result, found.marks);
        option.id = "la-search-" + list.children.length;
        option.tabIndex = -1;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        list.append(option);
      }
      this.show(!!found);
    }

    tellLost() {
      this.list.replaceChildren();
      this.said.textContent = LOST;
      this.show(true);
    }

    hearInput() {
      const { form, input, list } = this;
      input.addEventListener("input", () => this.ask(input.value));
      input.addEventListener("focus", () => {
        // What fails is told when something is asked.
        start().catch(() => {});
        if (list.children.length && input.value.trim()) this.show(true);
      });
      input.addEventListener("keydown", (event) => {
        if (!event.isComposing && this.press(event.key)) event.preventDefault();
      });
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        const option = list.children[this.chosen];
        if (option) option.click();
        else if (input.value.trim()) location.href = page(input.value.trim());
      });
    }

    // Does what a key of the field is for, and says whether it was for anything.
    press(key) {
      const { chosen, list, panel } = this;
      const last = list.children.length - 1;
      if (key === "ArrowDown" && last >= 0) {
        if (panel.hidden) this.show(true);
        this.choose(chosen >= last ? 0 : chosen + 1);
      } else if (key === "ArrowUp" && last >= 0) this.choose(chosen <= 0 ? last : chosen - 1);
      else if (key === "Escape") {
        if (panel.hidden) this.input.value = "";
        if (this.form.classList.contains("la-search--open")) this.leave();
        this.show(false);
      } else return false;
      return true;
    }

    hearPointer() {
      const { form, opener } = this;
      this.list.addEventListener("click", () => this.expand(false));
      this.close.addEventListener("click", () => this.leave());
      document.addEventListener("pointerdown", (event) => {
        if (!form.contains(event.target)) this.show(false);
      });
      form.addEventListener("focusout", (event) => {
        if (event.relatedTarget && !form.contains(event.relatedTarget)) this.show(false);
      });
      for (const kind of ["click", "keydown"]) {
        opener.addEventListener(kind, (event) => {
          if (kind === "keydown" && event.key !== " ") return;
          event.preventDefault();
          this.expand(true);
        });
      }
    }

    // Ctrl+K, or a slash where nobody types, leads to the box from anywhere.
    hearPage() {
      document.addEventListener("keydown", (event) => {
        const typing = event.target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
        const wanted = event.key.toLowerCase() === "k" ? event.ctrlKey !== event.metaKey : event.key === "/" && !typing;
        if (!wanted || event.altKey || event.shiftKey || (event.key === "/" && (event.ctrlKey || event.metaKey))) return;
        event.preventDefault();
        if (getComputedStyle(this.opener).display !== "none") this.expand(true);
        this.input.focus();
        this.input.select();
      });
    }
  }

  document.querySelectorAll("form.la-search").forEach((form) => new Box(form));
})();
