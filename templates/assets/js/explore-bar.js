/* What stands above the results: the field for words, how many there are, what is chosen, order, view and actions. */
(function () {
  "use strict";
  const { explore } = window.litatlas;
  const litatlas = window.litatlas;
  const { make, button } = explore;

  const SORTS = [["relevance", "Relevance"], ["newest", "Newest"], ["title", "Title"], ["related", "Most related"]];
  const VIEWS = [["cards", "Cards"], ["table", "Table"]];
  const SAID_FOR = 5000; // milliseconds
  const MOST_STARRED = 200;

  const papers = (count) => (count === 1 ? "1 paper" : `${count.toLocaleString("en")} papers`);

  /** Put a text on the clipboard, by the old command where the new way is refused. */
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const area = make("textarea", "la-explore__copied");
      area.value = text;
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      return done;
    }
  }

  /* `act` is told: words(text), sort(name), view(name), drop(one), clear(), print(), ids(most), which gives the ids
   * of the first results, and address(), which gives the address of what is shown. */
  explore.bar = function (data, act) {
    const form = make("form", "la-explore__words", "", { role: "search", "aria-label": "Words in the papers" });
    const field = make("input", "la-explore__field", "", {
      type: "search",
      id: "la-explore-q",
      placeholder: "Words in titles, authors, abstracts",
      autocomplete: "off",
      spellcheck: "false",
    });
    const label = make("label", "la-explore__label", "Words", { for: field.id });
    const filters = button("la-explore__filters", "Filters", () => act.filters(), { "aria-haspopup": "dialog" });
    const tools = make("div", "la-explore__tools");
    const count = make("p", "la-explore__count", "", { role: "status" });
    const sort = make("select", "", "", { id: "la-explore-sort" });
    const views = make("div", "la-explore__views", "", { role: "group", "aria-label": "View" });
    const actions = make("div", "la-explore__actions");
    const said = make("span", "la-explore__said", "", { role: "status" });
    const chips = make("ul", "la-chips", "", { "aria-label": "Chosen" });
    const empty = make("div", "la-explore__empty");
    let timer;

    function say(text) {
      clearTimeout(timer);
      said.textContent = text;
      timer = setTimeout(() => (said.textContent = ""), SAID_FOR);
    }

    async function share() {
      const url = act.address();
      if (navigator.share && matchMedia("(pointer: coarse)").matches) {
        return navigator.share({ title: document.title, url }).catch(() => {});
      }
      say((await copy(url)) ? "Address copied" : url);
    }

    async function starAll() {
      const list = litatlas.readingList;
      if (!list) return;
      const added = list.add(await act.ids(MOST_STARRED));
      say(added ? `${papers(added)} put on the reading list` : "All of them are on the reading list");
    }

    for (const [value, text] of SORTS) sort.append(make("option", "", text, { value }));
    const viewButtons = VIEWS.map(([value, text]) => {
      const made = button("", text, () => act.view(value));
      views.append(made);
      return [value, made];
    });
    const sorting = make("label", "la-explore__sort", "Order ");
    const star = button("", "Put all on the reading list", starAll);
    sorting.append(sort);
    actions.append(button("", "Share this view", share), button("", "Print", () => act.print(say)), star, said);
    form.append(label, field, filters);
    tools.append(count, sorting, views, actions);
    form.addEventListener("submit", (event) => event.preventDefault());
    field.addEventListener("input", () => act.words(field.value));
    sort.addEventListener("change", () => act.sort(sort.value));

    function chip(text, name, drop, className) {
      const item = make("li");
      const made = button(`la-chip ${className || ""}`, text, drop, { "aria-label": `Remove: ${name}` });
      made.append(make("span", "la-chip__cross", "×", { "aria-hidden": "true" }));
      item.append(made);
      return item;
    }

    const yearsOf = (state) =>
      state.from === state.to ? String(state.from) : `${state.from || "…"}–${state.to || "…"}`;

    /** Everything that narrows: {text, name (for screen readers), drop, condition}. */
    function narrowing(state, resolved) {
      const all = resolved.map((one) => {
        const name = one.name || one.slug;
        const sign = one.out ? "not " : "";
        const missing = one.number < 0 ? " (not in this survey)" : "";
        return {
          text: `${sign}${name}${missing}`,
          name: `${one.way ? one.way.label : one.key}: ${sign}${name}`,
          out: one.out,
          drop: () => act.drop(one),
          condition: one.number < 0 ? "" : one.out ? `not ${one.way.place} ${one.number}` : `way ${one.way.place}`,
        };
      });
      if (state.from || state.to) {
        all.push({ text: yearsOf(state), name: `Years: ${yearsOf(state)}`, drop: () => act.years(0, 0), condition: "years" });
      }
      return all;
    }

    function showEmpty(state, resolved, result) {
      const ways = narrowing(state, resolved).filter((one) => one.condition);
      if (state.q.trim()) {
        ways.push({ text: `“${state.q.trim()}”`, drop: () => act.words("", true), condition: "text" });
      }
      const helpful = ways.filter((one) => result.alone && result.alone.get(one.condition));
      const list = make("ul");
      for (const one of helpful) {
        const item = make("li");
        item.append(button("", `Without ${one.text}`, one.drop), ` ${papers(result.alone.get(one.condition))}`);
        list.append(item);
      }
      const help = helpful.length ? "One choice less finds some:" : "Take away more than one choice, or begin anew.";
      empty.replaceChildren(make("p", "la-explore__none", "No paper fits all of this."), make("p", "", help), list);
      empty.append(button("", "Clear all", act.clear));
    }

    return {
      form,
      tools,
      chips,
      empty,
      field,
      filters,
      say,
      lost: () => (count.textContent = "The data cannot be loaded; the lists of papers, tags and authors are complete"),
      update(state, resolved, result, sortNow) {
        const [found, all] = [result.docs.length, data.head.papers];
        const narrowed = narrowing(state, resolved);
        count.textContent = found === all ? papers(all) : `${found.toLocaleString("en")} of ${papers(all)}`;
        if (document.activeElement !== field) field.value = state.q;
        sort.querySelector("[value=relevance]").disabled = !state.q.trim();
        sort.value = sortNow;
        for (const [value, made] of viewButtons) made.setAttribute("aria-pressed", String(value === state.view));
        chips.replaceChildren(...narrowed.map((one) => chip(one.text, one.name, one.drop, one.out ? "la-chip--out" : "")));
        if (narrowed.length || state.q.trim()) {
          const item = make("li");
          item.append(button("la-chips__clear", "Clear all", act.clear));
          chips.append(item);
        }
        chips.hidden = !chips.children.length;
        filters.textContent = narrowed.length ? `Filters (${narrowed.length})` : "Filters";
        star.hidden = !litatlas.readingList || !found;
        star.textContent = found > MOST_STARRED ? `Put the first ${MOST_STARRED} on the reading list` : "Put all on the reading list";
        actions.classList.toggle("la-explore__actions--none", !found);
        empty.hidden = found > 0;
        if (found) empty.replaceChildren();
        else showEmpty(state, resolved, result);
      },
    };
  };
})();
