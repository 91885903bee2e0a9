/* The words of texts and queries: folded, cut, with their endings. The same rules stand in litatlas.search.tokens.
 *
 * litatlas.words has what the other files of the search need.
 */
(function () {
  "use strict";

  const litatlas = window.litatlas;

  const LONGEST = 40;
  const CJK = "\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\uac00-\\ud7af\\u{20000}-\\u{323af}";
  const HAS_CJK = new RegExp("[" + CJK + "]", "u");
  const RUNS = new RegExp("[" + CJK + "]+|[^" + CJK + "]+", "gu");
  const CONNECTOR = /[-‐‒–—_'’ʼ]/u;
  const GROUP = /[\p{L}\p{N}\p{M}]+(?:[-‐‒–—_'’ʼ][\p{L}\p{N}\p{M}]+)*/gu;
  const ENDING = /(?<=[\p{L}\p{N}_])['’ʼ](?=(?:s|t|re|ve|ll|d|m)(?![\p{L}\p{N}_]))/gu;
  const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ς: "σ" };

  function normal(text) {
    return text
      .normalize("NFKD")
      .toLowerCase()
      .replace(/[\u0300-\u036f]/g, "")
      .replace(/[ßæœøłđðþıς]/g, (letter) => LETTERS[letter])
      .normalize("NFC")
      .replace(ENDING, "");
  }

  const pieces = (group) => group.split(CONNECTOR).filter(Boolean);
  const groups = (text) => normal(text).match(GROUP) || [];
  const cut = (word) => Array.from(word).slice(0, LONGEST).join("");

  // The words of a group: its pieces, pairs of characters for Chinese, Japanese and Korean.
  function wordsOf(group) {
    return pieces(group).flatMap((piece) =>
      piece.match(RUNS).flatMap((run) => {
        const letters = Array.from(run);
        if (!HAS_CJK.test(run) || letters.length < 3) return [cut(run)];
        return letters.slice(1).map((letter, at) => letters[at] + letter);
      })
    );
  }

  // English endings: a word of a text stands for another one with less weight.
  function stem(word) {
    if (word.length < 4 || !/^[a-z]+$/.test(word)) return word;
    let root = word;
    if (/ies$/.test(root) && root.length > 4) root = root.slice(0, -3) + "y";
    else if (/(ss|x|ch|sh|zz)es$/.test(root)) root = root.slice(0, -2);
    else if (/[^sui]s$/.test(root)) root = root.slice(0, -1);
    const bare = root.replace(/(ing|ed)$/, "");
    if (bare !== root && bare.length > 2 && /[aeiouy]/.test(bare)) root = bare.replace(/([^aeiouls])\1$/, "$1");
    return root.length > 3 ? root.replace(/e$/, "").replace(/y$/, "i") : root;
  }

  // The forms that share a word's stem, as keys of the index: far fewer than all words that begin like it.
  const FORMS = " e i ie y s es ies ys ed eds ied yed ing ings ying eing".split(" ");

  function formsOf(word) {
    const root = stem(word).replace(/[iy]$/, "");
    if (root.length < 3 || !/[a-z]$/.test(root)) return [];
    const last = root[root.length - 1];
    return [...FORMS, last + "ed", last + "ing", last + "ings"]
      .map((form) => root + form)
      .filter((form) => form !== word && stem(form) === stem(word));
  }

  // Whether one letter too many, too few, another one or two in wrong order make one word of the other.
  function near(a, b) {
    if (Math.abs(a.length - b.length) > 1) return false;
    let at = 0;
    while (at < a.length && a[at] === b[at]) at++;
    const [x, y] = [a.slice(at), b.slice(at)];
    if (x.slice(1) === y.slice(1) || x.slice(1) === y || x === y.slice(1)) return true;
    return x[0] === y[1] && x[1] === y[0] && x.slice(2) === y.slice(2);
  }

  function nearBeginning(word, other) {
    return [0, 1, -1].some((more) => near(word, other.slice(0, word.length + more)));
  }

  litatlas.words = { HAS_CJK, normal, pieces, groups, cut, wordsOf, stem, formsOf, near, nearBeginning };
})();
