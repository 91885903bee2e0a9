/* The reading list as files and as an address: saving, sharing, bringing in. */
(function () {
  "use strict";

  const litatlas = window.litatlas;
  const { readingList, make, list } = litatlas;
  const { papers, button } = list;
  const LONGEST_ADDRESS = 2000; // characters: mail programs and chats cut longer ones
  const MISSING_SHOWN = 20;
  const READABLE = ".bib,.ris,.json,.jsonl,.csv,.txt";

  /** Hand a text to the reader as a file; it never leaves the browser. */
  function save(name, type, text) {
    const url = URL.createObjectURL(new Blob([text], { type }));
    const link = make("a", { href: url, download: name, hidden: true });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 60000);
  }

  class Files {
    /** @param {object} page `say(text)` and `show()` of the list's page. */
    constructor(page) {
      this.page = page;
      this.formats = make("p", { class: "la-list__row", role: "group", "aria-label": "Save the list as" }, make("span", { text: "Save as" }));
      this.formats.append(...litatlas.listFormats.map(([format, label]) => button(label, () => this.saveAs(format))));
      this.address = make("input", { class: "la-list__address", readonly: true, "aria-label": "Address of this list" });
      this.address.addEventListener("focus", () => this.address.select());
      this.copy = button("Copy", () => this.copyAddress(), { "aria-label": "Copy the address of this list" });
      this.share = make("p", { class: "la-list__row" }, make("span", { text: "Share" }), this.address, this.copy);
      this.tooLong = make("p", { class: "la-list__row" });
      this.input = make("input", { type: "file", class: "la-list__file", id: "la-list-file", accept: READABLE });
      this.input.addEventListener("change", () => this.takeIn());
      const label = make("label", { class: "la-list__button", for: "la-list-file", text: "Choose a file" });
      this.missing = make("div", { class: "la-list__missing", hidden: true });
      this.element = make(
        "div",
        { class: "la-list__files" },
        this.formats,
        this.share,
        this.tooLong,
        make("p", { class: "la-list__row" }, make("span", { text: "Import" }), this.input, label, make("span", { text: "BibTeX, RIS, CSL-JSON, CSV or JSON" })),
        this.missing
      );
    }

    update() {
      const ids = readingList.ids();
      const address = `${litatlas.href("reading-list/")}#papers=${ids.join(",")}`;
      const fits = address.length <= LONGEST_ADDRESS;
      this.address.value = address;
      this.formats.hidden = !ids.length;
      this.share.hidden = !ids.length || !fits;
      this.tooLong.hidden = !ids.length || fits;
      this.tooLong.textContent = "The list is too long for an address; to share it, save it as a file.";
    }

    async saveAs(format) {
      try {
        const file = await litatlas.listFile(format, readingList.entries());
        save(file.name, file.type, file.text);
        const left = file.missing.length ? ` ${papers(file.missing.length)} that the survey does not have left out.` : "";
        this.page.say(`Saved as ${file.name}.${left}`);
      } catch (error) {
        this.page.say(`Nothing was saved: ${error.message}.`);
      }
    }

    copyAddress() {
      const copied = navigator.clipboard ? navigator.clipboard.writeText(this.address.value) : Promise.reject(new Error("no clipboard"));
      copied.then(
        () => this.page.say("The address was copied. It names the papers, not your notes."),
        () => {
          this.address.focus();
          this.page.say("Selected: press Ctrl+C or ⌘C.");
        }
      );
    }

    async takeIn() {
      const [file] = this.input.files;
      if (!file) return;
      this.missing.hidden = true;
      try {
        const { found, missing } = await litatlas.findPapers(litatlas.readListFile(await file.text()));
        const added = readingList.add(found.map(({ id }) => id));
        found.forEach(({ id, note }) => this.join(id, note));
        this.tell(file.name, added, found.length - added, missing);
        await this.page.show();
      } catch (error) {
        this.page.say(`${file.name} cannot be read (${error.message}); nothing was changed.`);
      }
      this.input.value = "";
    }

    // A note that is there already is never lost: the other one comes below it.
    join(id, note) {
      const own = readingList.note(id);
      if (note && !own.includes(note)) readingList.setNote(id, own ? `${own}\n\n${note}` : note);
    }

    tell(name, added, there, missing) {
      const parts = [`${papers(added)} added`, there ? `${papers(there)} on the list already` : "", missing.length ? `${missing.length} not found` : ""];
      this.page.say(`${name}: ${parts.filter(Boolean).join(", ")}.`);
      if (!missing.length) return;
      const more = missing.length - MISSING_SHOWN;
      this.missing.replaceChildren(
        make("p", { text: "Not in this survey:" }),
        make("ul", {}, missing.slice(0, MISSING_SHOWN).map((text) => make("li", { text }))),
        more > 0 ? make("p", { text: `and ${more} more` }) : ""
      );
      this.missing.hidden = false;
    }
  }

  Object.assign(list, { Files, save });
})();
