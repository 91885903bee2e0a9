/* The years as a histogram, and two lists to choose the first and the last from.
 *
 * A bar chooses its years; dragging over bars, or Shift and a click, chooses all between. By keyboard the bars are one
 * stop, on which the arrows move; the lists do the same without it.
 */
(function () {
  "use strict";
  const { explore } = window.litatlas;
  const { make, button } = explore;

  const MOST_BARS = 40;

  /** [from, to] of every bar: single years, or as many as it takes to have few bars. */
  function spans(first, last) {
    const width = Math.ceil((last - first + 1) / MOST_BARS);
    const count = Math.ceil((last - first + 1) / width);
    return Array.from({ length: count }, (_, at) => [first + at * width, Math.min(last, first + (at + 1) * width - 1)]);
  }

  const inWords = ([from, to]) => (from === to ? String(from) : `${from} to ${to}`);
  const papers = (count) => (count === 1 ? "1 paper" : `${count.toLocaleString("en")} papers`);

  explore.years = function (data, act) {
    const known = data.head.years;
    if (known.length < 2) return null;
    const [first, last] = [known[0][0], known[known.length - 1][0]];
    const all = spans(first, last);
    const totals = all.map(([from, to]) => sum(known, from, to));
    const highest = Math.max(...totals);
    const element = make("div", "la-years");
    const chart = make("div", "la-years__chart", "", { role: "group", "aria-label": "Papers by year" });
    const pickers = make("div", "la-years__range");
    const [from, to] = [picker("From", "First year"), picker("to", "Last year")];
    let [anchor, held] = [-1, false];

    function sum(pairs, low, high) {
      let total = 0;
      for (const [year, count] of pairs) if (year >= low && year <= high) total += count;
      return total;
    }

    function picker(label, name) {
      const holder = make("label", "la-years__picker", `${label} `);
      const select = make("select", "", "", { "aria-label": name });
      select.append(make("option", "", "any", { value: "0" }));
      for (const [year] of known) select.append(make("option", "", String(year), { value: String(year) }));
      holder.append(select);
      pickers.append(holder);
      select.addEventListener("change", () => {
        let [low, high] = [Number(from.value), Number(to.value)];
        if (low && high && low > high) select === from ? (high = low) : (low = high);
        act.years(low, high);
      });
      return select;
    }

    const bars = all.map((span, at) => {
      const bar = button("la-years__bar", "", () => {}, { "aria-pressed": "false" });
      bar.tabIndex = at === all.length - 1 ? 0 : -1;
      const total = make("span", "la-years__total");
      total.style.height = `${Math.max(2, (100 * totals[at]) / highest)}%`;
      const live = make("span", "la-years__live");
      bar.append(total, live);
      chart.append(bar);
      return { span, bar, live, total: totals[at] };
    });

    function choose(one, other) {
      const [low, high] = [Math.min(one, other), Math.max(one, other)];
      act.years(all[low][0], all[high][1]);
    }

    function press(at, more) {
      if (more && anchor >= 0) return choose(anchor, at);
      const alone = bars.every(({ bar }, place) => (bar.getAttribute("aria-pressed") === "true") === (place === at));
      anchor = at;
      if (alone) act.years(0, 0);
      else choose(at, at);
    }

    const indexOf = (event) => bars.findIndex(({ bar }) => bar.contains(event.target));

    chart.addEventListener("pointerdown", (event) => {
      held = indexOf(event) >= 0 && !event.shiftKey;
      if (held) anchor = indexOf(event);
    });
    chart.addEventListener("pointerover", (event) => {
      if (!held || !event.buttons || indexOf(event) < 0) return;
      bars.forEach(({ bar }, at) => {
        const [low, high] = [Math.min(anchor, indexOf(event)), Math.max(anchor, indexOf(event))];
        bar.classList.toggle("la-years__bar--held", at >= low && at <= high);
      });
    });
    chart.addEventListener("pointerup", (event) => {
      const at = indexOf(event);
      bars.forEach(({ bar }) => bar.classList.remove("la-years__bar--held"));
      if (held && at >= 0 && at !== anchor) choose(anchor, at);
      held = false;
    });
    chart.addEventListener("click", (event) => {
      if (indexOf(event) >= 0) press(indexOf(event), event.shiftKey);
    });
    chart.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1, Home: -bars.length, End: bars.length }[event.key];
      if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const at = Math.max(0, Math.min(bars.length - 1, indexOf(event) + step));
      bars.forEach(({ bar }, place) => (bar.tabIndex = place === at ? 0 : -1));
      bars[at].bar.focus();
    });

    const axis = make("div", "la-years__axis", "", { "aria-hidden": "true" });
    axis.append(make("span", "", String(first)), make("span", "", String(last)));
    element.append(chart, axis, pickers);

    /** Show the papers of each year ([year, papers] pairs) and what is chosen. */
    function update(pairs, state) {
      const any = state.from || state.to;
      for (const { span, bar, live } of bars) {
        const count = sum(pairs, ...span);
        const inside = (!state.from || span[1] >= state.from) && (!state.to || span[0] <= state.to);
        live.style.height = count ? `${Math.max(3, (100 * count) / highest)}%` : "0";
        bar.setAttribute("aria-pressed", String(!!any && inside));
        bar.setAttribute("aria-label", `${inWords(span)}: ${papers(count)}`);
        bar.title = `${inWords(span)}: ${papers(count)}`;
        bar.classList.toggle("la-years__bar--out", !!any && !inside);
      }
      for (const [select, year] of [[from, state.from], [to, state.to]]) {
        // A year without papers can stand in an address.
        if (year && !known.some(([one]) => one === year) && !select.querySelector(`[value="${year}"]`)) {
          select.append(make("option", "", String(year), { value: String(year) }));
        }
        select.value = String(year);
      }
    }

    return { element, update };
  };
})();
