/* Makes tabs of the ways to cite, gives them a button that copies, and shows what the page has only a link to.
 *
 * The page is complete without it: each way is a <details>. The tabs follow
 * the ARIA pattern (arrows, Home, End); the way that a reader chose is chosen
 * on the next page too. Files and further styles come from the data of the
 * cards when their tab is first chosen; where they cannot be had, the link
 * stays. Copying works from file:// and where the clipboard is refused: then by
 * the old command, then by selecting the text.
 */
(function () {
  "use strict";

  var KEPT = "litatlas.cite";
  var SAID_FOR = 4000; // milliseconds
  var texts = window.litatlas.citeTexts;

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
    if (code) return { text: texts.exact(block) || code.textContent.trimEnd() + "\n", html: "" };
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

  // Further styles stand in one way, for one link leads to all of them: a way each.
  function apart(way) {
    if (way.dataset.format !== "references") return way;
    var labels = way.querySelector("summary").textContent.trim().split(" · ");
    var ways = labels.map(function (label) {
      var one = way.cloneNode(true);
      one.querySelector("summary").textContent = label;
      one.dataset.style = label;
      return one;
    });
    way.replaceWith.apply(way, ways);
    return ways;
  }

  function toPanel(way, index) {
    var summary = way.querySelector("summary");
    var panel = make("div", way.className);
    var tab = make("button", "", summary.textContent.trim());
    summary.remove();
    panel.append.apply(panel, Array.from(way.childNodes));
    Object.assign(panel.dataset, way.dataset);
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
    var ways = Array.from(box.querySelectorAll("details[name=cite]")).flatMap(apart).map(toPanel);
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
      texts.fill(ways[index].panel).then(showCopy);
    }

    // There is nothing to copy of a file whose text is not there.
    function showCopy() {
      copy.hidden = !texts.isFilled(ways[chosen].panel);
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

  function addCopyRows(found) {
    found.forEach(function (block) {
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
    });
  }

  // The other version: its text stands there, or comes when the part is first opened.
  function makeOther(other) {
    function show() {
      texts.fill(other).then(function () {
        if (!texts.isFilled(other) || other.querySelector(".la-cite__row")) return;
        addCopyRows(other.querySelectorAll(":scope > :is(.highlight, pre, p)"));
      });
    }
    if (texts.isFilled(other)) show();
    else other.addEventListener("toggle", show);
  }

  document.querySelectorAll(".la-cite").forEach(function (box) {
    makeTabs(box);
    addCopyRows(box.querySelectorAll(".la-cite--survey > :is(.highlight, pre, p)"));
    box.querySelectorAll(".la-cite__other").forEach(makeOther);
  });
})();
