/* The colours and lines of the map, as the style sheet gives them for the scheme in use. */
(function () {
  "use strict";

  const { map } = window.litatlas;
  const THEMES = 12;
  const YEARS = 7;

  /** Turns what CSS computes into [red, green, blue]. */
  function reader(holder) {
    const probe = document.createElement("span");
    const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    probe.hidden = true;
    holder.append(probe);
    const colour = (name) => {
      probe.style.setProperty("color", `var(${name})`);
      context.fillStyle = getComputedStyle(probe).color;
      context.fillRect(0, 0, 1, 1);
      return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    return { colour, end: () => probe.remove() };
  }

  function mix(one, other, share) {
    return one.map((value, i) => value + (other[i] - value) * share);
  }

  function css([red, green, blue], alpha = 1) {
    return `rgba(${Math.round(red)},${Math.round(green)},${Math.round(blue)},${alpha})`;
  }

  /** Which of the shades a year has: 1 to 7, 0 for a paper without date. */
  function shadeOfYear(year, [first, last]) {
    if (!year) return 0;
    return 1 + Math.round(((YEARS - 1) * (year - first)) / Math.max(1, last - first));
  }

  /**
   * @param {HTMLElement} holder Inside the map, so that its variables hold.
   * @param {SVGLineElement[]} lines The legend's samples, one for each kind of edge: what is drawn looks like them.
   */
  function readPalette(holder, lines) {
    const { colour, end } = reader(holder);
    const paper = colour("--la-map-paper");
    const ink = colour("--la-ink");
    const neutral = colour("--la-theme-0");
    const themes = [neutral];
    for (let n = 1; n <= THEMES; n += 1) themes.push(colour(`--la-theme-${n}`));
    const years = [neutral];
    for (let n = 1; n <= YEARS; n += 1) years.push(colour(`--la-year-${n}`));
    const palette = {
      paper: css(paper),
      clear: css(paper, 0.86),
      ink: css(ink),
      soft: css(colour("--la-soft")),
      warn: css(colour("--la-warn")),
      link: css(colour("--la-link")),
      theme: themes.map((value) => css(value)),
      year: years.map((value) => css(value)),
      ghost: css(mix(neutral, paper, 0.72)),
      land: themes.map((value) => css(value, 0.1)),
      landFaint: themes.map((value) => css(value, 0.05)),
      coast: themes.map((value) => css(value, 0.38)),
      name: themes.map((value) => css(mix(value, ink, 0.42))),
      nameFaint: themes.map((value) => css(mix(mix(value, ink, 0.42), paper, 0.45))),
      neutral: css(neutral),
      neutralLand: css(neutral, 0.09),
      neutralCoast: css(neutral, 0.35),
      lines: lines.map((line) => {
        const style = getComputedStyle(line);
        return {
          stroke: style.stroke,
          width: parseFloat(style.strokeWidth) || 1,
          dash: style.strokeDasharray === "none" ? [] : style.strokeDasharray.split(/[\s,]+/).map(parseFloat),
        };
      }),
    };
    palette.contribution = palette.theme;
    end();
    return palette;
  }

  map.YEARS = YEARS;
  map.THEMES = THEMES;
  map.shadeOfYear = shadeOfYear;
  map.readPalette = readPalette;
})();
