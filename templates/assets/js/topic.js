/* The name of the page in the header, where the theme shows it once the heading is scrolled away; it takes scripts. */
(function () {
  "use strict";

  var titles = document.querySelector("[data-md-component=header-title] > .md-header__ellipsis");
  var heading = document.querySelector(".md-content h1");
  if (!titles || !heading) return;
  var words = heading.cloneNode(true);
  words.querySelectorAll(".headerlink").forEach(function (link) {
    link.remove();
  });
  var topic = document.createElement("div");
  var text = document.createElement("span");
  topic.className = "md-header__topic";
  text.className = "md-ellipsis";
  text.textContent = words.textContent.trim();
  topic.append(text);
  titles.append(topic);
})();
