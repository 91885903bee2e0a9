/* Makes tabs of the ways to cite, gives them a button that copies, and shows the text of a file that the page links.
 *
 * The page is complete without it: each way is a <details>. The tabs follow
 * the ARIA pattern (arrows, Home, End); the way that a reader chose is chosen
 * on the next page too. The text of a file comes from the data of the cards
 * when its tab is first chosen; where it cannot be had, the link stays. Copying works from file:// and where the clipboard is
 * refused: then by the old command, then by selecting the text.
 */
(function () {
  "use strict";

  var KEPT = "litatlas.cite";
  var SAID_FOR = 4000; // milliseconds
  var exact = new WeakMap(); // the bytes of a file by the block that shows it: RIS has other line ends than a page

  function make(tag, className, text) {
    var element = document.createElement(tag);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  }

  // ---- Copying ----

  // What is copied of a block of code or of a paragraph: the text as it was exported, and for a reference its italics.
  function contentOf(block) {
    var code = block.querySelector("code");
    if (code) return { text: exact.get(block) || code.textContent.trimEnd() + "\n", html: "" };
    var copy = block.cloneNode(true);
    copy.querySelectorAll("a").forEach(function (link) {
      link.replaceWith(link.textContent);
    });
    return { text: copy.textContent.trim(), html: copy.innerHTML.trim() };
  }

  function write(content) {
    var clipboard = navigator.clipboard;
    if (!clipboard) return Promise.reject(new Error("no clipboard"));
    if (!content.html || !clipboard.write || !window.ClipboardItem) return clipboard.writeText(content.text);
    var item = new ClipboardItem({
      "text/plain": new Blob([content.text], { type: "text/plain" }),
      "text/html": new Blob([content.html], { type: "text/html" }),
    });
    return clipboard.write([item]).catch(function () {
      return clipboard.writeText(content.text);
    });
  }

  // The old way: the command copies what is selected, and the event lets us say what that is.
  function writeBySelection(block, content) {
    function fill(event) {
      event.preventDefault();
      event.stopImmediatePropagation();
      event.clipboardData.setData("text/plain", content.text);
      if (content.html) event.clipboardData.setData("text/html", content.html);
    }
    var selection = window.getSelection();
    selection.selectAllChildren(block.querySelector("code") || block);
    document.addEventListener("copy", fill, true);
    try {
      return document.execCommand("copy");
    } catch {
      return false;
    } finally {
      document.removeEventListener("copy", fill, true);
    }
  }

  function copyButton(blockNow, said) {
    var button = make("button", "la-cite__copy", "Copy");
    var timer;
    function say(text) {
      clearTimeout(timer);
      said.textContent = text;
      timer = setTimeout(function () {
        said.textContent = "";
      }, SAID_FOR);
    }
    button.type = "button";
    button.addEventListener("click", function () {
      var block = blockNow();
      var content = contentOf(block);
      write(content).then(
        function () {
          say("Copied");
        },
        function () {
          var done = writeBySelection(block, content);
          if (done) window.getSelection().removeAllRanges();
          say(done ? "Copied" : "Selected: press Ctrl+C or ⌘C");
        }
      );
    });
    return button;
  }

  function liveRegion() {
    var said = make("span", "la-cite__said");
    said.setAttribute("role", "status");
    return said;
  }

  // ---- Files ----

  // Whether the panel has its text; that of a file is first to be loaded.
  function isFilled(panel) {
    return !panel.dataset.format || panel.querySelector("code") !== null;
  }

  // A promise that the panel has its text, or that it cannot be had and the link to the file is all there is.
  function fill(panel) {
    var litatlas = window.litatlas;
    if (isFilled(panel) || !litatlas || !litatlas.cards) return Promise.resolve();
    var format = panel.dataset.format;
    return litatlas.cards.entries(litatlas.paperOf(location.href)).then(
      function (entries) {
        if (!entries || isFilled(panel)) return;
        var text = litatlas.cards.joined(format, [entries[format]]);
        var block = make("div", "highlight");
        var pre = make("pre");
        pre.append(make("code", "", text.replaceAll("\r\n", "\n")));
        block.append(pre);
        exact.set(block, text);
        panel.append(block);
      },
      function () {} // the next choice of the tab tries again
    );
  }

  // ---- Tabs ----

  function remembered() {
    try {
      return localStorage.getItem(KEPT);
    } catch {
      return null; // storage is switched off
    }
  }

  function remember(label) {
    try {
      localStorage.setItem(KEPT, label);
    } catch {
      // The next page begins with the first way.
    }
  }

  function toPanel(way, index) {
    var summary = way.querySelector("summary");
    var panel = make("div", way.className);
    var tab = make("button", "", summary.textContent.trim());
    summary.remove();
    panel.append.apply(panel, Array.from(way.childNodes));
    if (way.dataset.format) panel.dataset.format = way.dataset.format;
    panel.id = "cite-panel-" + index;
    panel.tabIndex = 0;
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", "cite-tab-" + index);
    tab.type = "button";
    tab.id = "cite-tab-" + index;
    tab.dataset.label = tab.textContent;
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", panel.id);
    way.replaceWith(panel);
    return { tab: tab, panel: panel, label: tab.textContent };
  }

  function makeTabs(box) {
    var ways = Array.from(box.querySelectorAll(".la-cite__way")).map(toPanel);
    if (!ways.length) return;
    var chosen = 0;

    function choose(index) {
      chosen = index;
      ways.forEach(function (way, at) {
        way.tab.setAttribute("aria-selected", String(at === index));
        way.tab.tabIndex = at === index ? 0 : -1;
        way.panel.hidden = at !== index;
      });
      showCopy();
      fill(ways[index].panel).then(showCopy);
    }

    // There is nothing to copy of a file whose text is not there.
    function showCopy() {
      copy.hidden = !isFilled(ways[chosen].panel);
    }

    function onKey(event) {
      var last = ways.length - 1;
      var to = {
        ArrowRight: chosen === last ? 0 : chosen + 1,
        ArrowLeft: chosen === 0 ? last : chosen - 1,
        Home: 0,
        End: last,
      }[event.key];
      if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      choose(to);
      remember(ways[to].label);
      ways[to].tab.focus();
    }

    var bar = make("div", "la-cite__bar");
    var list = make("div", "la-cite__tabs");
    var said = liveRegion();
    var copy = copyButton(function () {
      var panel = ways[chosen].panel;
      return panel.querySelector(".highlight, pre") || panel.querySelector("p");
    }, said);
    list.setAttribute("role", "tablist");
    list.setAttribute("aria-label", "Ways to cite");
    ways.forEach(function (way, index) {
      way.tab.addEventListener("click", function () {
        choose(index);
        remember(way.label);
      });
      list.append(way.tab);
    });
    list.addEventListener("keydown", onKey);
    bar.append(list, said, copy);
    box.prepend(bar);
    var before = remembered();
    choose(
      Math.max(
        0,
        ways.findIndex(function (way) {
          return way.label === before;
        })
      )
    );
  }

  document.querySelectorAll(".la-cite").forEach(function (box) {
    makeTabs(box);
    box.querySelectorAll(".la-cite__other > :is(.highlight, pre, p), .la-cite--survey > :is(.highlight, pre, p)").forEach(
      function (block) {
        var row = make("div", "la-cite__row");
        var said = liveRegion();
        row.append(
          copyButton(function () {
            return block;
          }, said),
          " ",
          said
        );
        block.after(row);
      }
    );
  });
})();
