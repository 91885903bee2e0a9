/* The texts of the cite box that a page has only a link to: files, further styles, the other version.
 *
 *   litatlas.citeTexts.isFilled(panel)   whether the panel holds its text
 *   litatlas.citeTexts.fill(panel)       a promise that it does, or that it cannot be had and the link is all there is
 *   litatlas.citeTexts.exact(block)      the bytes of the file that a block shows: RIS has other line ends than a page
 *
 * A panel says in data-format what it lacks: the key of a file's format, or
 * `references`, of which data-style names one; without it, the other version.
 */
(function () {
  "use strict";

  var litatlas = window.litatlas;
  var bytes = new WeakMap();

  function make(tag, className, text) {
    var element = document.createElement(tag);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  }

  // Whether the panel has its text; that of a file or of a further style is first to be loaded.
  function isFilled(panel) {
    return !panel.dataset.format || panel.dataset.filled !== undefined;
  }

  function codeBlock(text) {
    var block = make("div", "highlight");
    var pre = make("pre");
    pre.append(make("code", "", text.replaceAll("\r\n", "\n")));
    block.append(pre);
    bytes.set(block, text);
    return block;
  }

  // A reference from its stretches: addresses are links, italics are italics.
  function paragraph(stretches) {
    var block = make("p");
    stretches.forEach(function (stretch) {
      var kind = stretch[0];
      var text = stretch[1];
      var part = text;
      if (kind === "url") {
        part = make("a", "", text);
        part.href = text;
      } else if (kind === "caps") part = make("span", "la-caps", text);
      else if (["em", "strong", "sup", "sub"].includes(kind)) part = make(kind, "", text);
      block.append(part);
    });
    return block;
  }

  // The blocks of a panel, the link to the file among them where it stays; nothing where there is no data.
  function blocks(panel, cards, id) {
    var format = panel.dataset.format;
    if (format !== "references") {
      return cards.entries(id).then(function (entries) {
        return entries && [panel.querySelector("p"), codeBlock(cards.joined(format, [entries[format]]))];
      });
    }
    return cards.references(id).then(function (found) {
      var style = panel.dataset.style;
      if (style) return found.styles && found.styles[style] && [paragraph(found.styles[style])];
      return found.other && found.other.map(function (one) {
        return typeof one === "string" ? codeBlock(one + "\n") : paragraph(one);
      });
    });
  }

  // A promise that the panel has its text, or that it cannot be had and the link to the file is all there is.
  function fill(panel) {
    if (isFilled(panel) || !litatlas.cards) return Promise.resolve();
    return blocks(panel, litatlas.cards, litatlas.paperOf(location.href)).then(
      function (found) {
        if (!found || isFilled(panel)) return;
        panel.dataset.filled = "";
        panel.querySelector("p").replaceWith.apply(panel.querySelector("p"), found);
      },
      function () {} // the next choice of the tab tries again
    );
  }

  litatlas.citeTexts = {
    exact: function (block) {
      return bytes.get(block);
    },
    fill: fill,
    isFilled: isFilled,
  };
})();
