/* The panel of choices: every way to choose papers, its values with counts, each to choose or to leave out.
 *
 * Values stay the same elements while counts change, so the focus stays where it is. Long ways (authors, venues) show
 * the commonest values of what is found and load their names as needed; a field finds any other.
 */
(function () {
  "use strict";
  const { explore } = window.litatlas;
  const { make, button } = explore;

  const FEW = 8; // values shown at first
  const MOST_FOUND = 40; // values shown of a long way

  /** The numbers with the highest counts, those without papers left out. */
  function commonest(countOf, size, most) {
    const best = [];
    for (let number = 0; number < size; number++) {
      const count = countOf(number);
      if (!count || (best.length === most && count <= best[most - 1][1])) continue;
      let at = best.length;
      while (at > 0 && best[at - 1][1] < count) at--;
      best.splice(at, 0, [number, count]);
      if (best.length > most) best.pop();
    }
    return best.map(([number]) => number);
  }

  function depthOf(way, number) {
    let depth = 0;
    for (let above = way.values[number].parent; above >= 0; above = way.values[above].parent) depth++;
    return depth;
  }

  function makeFacet(data, way, act, opened) {
    const id = `la-facet-${way.place}`;
    const element = make("section", "la-facet");
    const body = make("div", "la-facet__body", "", { id });
    const list = make("ul", "la-facet__values", "", { "aria-label": way.label });
    const head = make("h2", "la-facet__head");
    const opener = button("la-facet__opener", way.label, () => {
      shut = isOpen; // by hand: what is chosen in it opens it no more
      open(!isOpen);
    }, { "aria-controls": id });
    const mark = make("span", "la-facet__mark");
    const more = button("la-facet__more", "", () => {
      all = !all;
      show();
    });
    const field = make("input", "la-facet__find", "", {
      type: "search",
      placeholder: `Find ${/^[aeiou]/i.test(way.label) ? "an" : "a"} ${way.label.toLowerCase()}`,
      "aria-label": `Find ${way.label.toLowerCase()}`,
      autocomplete: "off",
      spellcheck: "false",
    });
    const rows = new Map(); // number -> its parts
    let [isOpen, all, result, resolved, ticket, shut] = [false, false, null, [], 0, false];

    function open(wanted) {
      isOpen = wanted;
      body.hidden = !wanted;
      opener.setAttribute("aria-expanded", String(wanted));
      if (wanted && result) act.opened(way).then(show);
    }

    const chosen = (out) => resolved.filter((one) => one.way === way && one.out === out).map((one) => one.number);
    const counts = () => result && result.counts && result.counts[way.place];
    const countOf = (number) => (counts() ? counts()[number] : way.values[number] ? way.values[number].papers : 0);

    function row(number) {
      if (rows.has(number)) return rows.get(number);
      const value = way.values[number];
      const item = make("li", "la-choice");
      const label = make("label", "la-choice__label");
      const box = make("input", "", "", { type: "checkbox" });
      const count = make("span", "la-choice__count");
      const out = button("la-choice__out", "", () => act.choose(way, value.slug, true), {
        "aria-label": `Leave out ${value.name}`,
        title: `Leave out ${value.name}`,
      });
      box.addEventListener("change", () => act.choose(way, value.slug, false));
      label.append(box, make("span", "la-choice__name", value.name), count);
      item.append(label, out);
      if (!way.long && depthOf(way, number)) item.classList.add(`la-choice--${Math.min(3, depthOf(way, number))}`);
      rows.set(number, { item, box, count, out });
      return rows.get(number);
    }

    /** The order of the values of a long way: what is chosen, then the commonest, then by name. */
    function byCount(one, other) {
      const isChosen = (number) => resolved.some((each) => each.way === way && each.number === number);
      const name = (number) => way.values[number].name;
      return isChosen(other) - isChosen(one) || countOf(other) - countOf(one) || name(one).localeCompare(name(other), "en");
    }

    /** Which values to show, and how many more there are. */
    async function wanted() {
      const own = [...chosen(false), ...chosen(true)];
      if (way.long) {
        const text = field.value.trim();
        const fits = (number) => !counts() || countOf(number);
        const found = text ? (await data.find(way, text)).filter(fits) : commonest(countOf, way.size, MOST_FOUND);
        const shown = found.slice(0, all || text ? MOST_FOUND : FEW);
        return [[...new Set([...own, ...shown])], found.length - shown.length];
      }
      const every = way.values.map((value) => value.number).filter((number) => countOf(number));
      const some = new Set([...own, ...(all || every.length <= FEW + 2 ? every : commonest(countOf, way.size, FEW))]);
      for (const number of [...some]) {
        for (let above = way.values[number].parent; above >= 0; above = way.values[above].parent) some.add(above);
      }
      const hidden = every.filter((number) => !some.has(number)).length;
      return [[...some].sort((a, b) => a - b), hidden];
    }

    async function show() {
      if (!isOpen || !result) return;
      const mine = ++ticket;
      const [numbers, hidden] = await wanted();
      await data.name(way, numbers);
      if (mine !== ticket) return;
      if (way.long) numbers.sort(byCount);
      const [inside, outside] = [new Set(chosen(false)), new Set(chosen(true))];
      const focused = document.activeElement;
      const items = numbers.map((number) => {
        const { item, box, count, out } = row(number);
        const left = outside.has(number);
        box.checked = inside.has(number);
        out.setAttribute("aria-pressed", String(left));
        item.classList.toggle("la-choice--out", left);
        item.classList.toggle("la-choice--none", !countOf(number) && !left);
        const hiding = left && result.alone ? result.alone.get(`not ${way.place} ${number}`) || 0 : 0;
        count.textContent = left ? `−${hiding.toLocaleString("en")}` : countOf(number).toLocaleString("en");
        return item;
      });
      if (items.length !== list.children.length || items.some((item, at) => item !== list.children[at])) {
        list.replaceChildren(...items);
        if (focused && list.contains(focused)) focused.focus();
      }
      more.hidden = !(hidden > 0 || all);
      more.textContent = all ? "Show fewer" : way.long ? "Show more" : `Show ${hidden} more`;
      const none = !items.length;
      body.classList.toggle("la-facet__body--none", none);
    }

    opener.append(mark);
    head.append(opener);
    if (way.long) body.append(field);
    body.append(list, make("p", "la-facet__none", "None among these papers"), more);
    element.append(head, body);
    field.addEventListener("input", show);
    open(opened);

    return {
      way,
      element,
      isOpen: () => isOpen,
      update(newResult, newResolved) {
        [result, resolved] = [newResult, newResolved];
        const number = resolved.filter((one) => one.way === way).length;
        mark.textContent = number ? String(number) : "";
        if (number && !isOpen && !shut) open(true);
        return show();
      },
    };
  }

  /* The whole panel. `act` is told: choose(way, slug, out), years(from, to), opened(way), which gives a promise that
   * the counts of a way that has been opened are there. */
  explore.panel = function (data, act) {
    const element = make("div", "la-facets");
    const years = explore.years(data, act);
    const facets = [];
    const addYears = () => {
      if (!years) return;
      const section = make("section", "la-facet");
      const head = make("h2", "la-facet__head");
      head.append(make("span", "la-facet__title", "Year"));
      section.append(head, years.element);
      element.append(section);
    };
    if (!data.ways.some((way) => way.key === "theme")) addYears();
    data.ways.forEach((way, at) => {
      const facet = makeFacet(data, way, act, at < 2);
      facets.push(facet);
      element.append(facet.element);
      if (way.key === "theme") addYears();
    });
    return {
      element,
      long: () => facets.some((facet) => facet.way.long && facet.isOpen()),
      update(result, resolved, state, pairs) {
        if (years) years.update(pairs, state);
        return Promise.all(facets.map((facet) => facet.update(result, resolved)));
      },
    };
  };
})();
