/* The paper in the focus of the map: shown in the panel, told to those who do not see it, its relations loaded. */
(function () {
  "use strict";

  const { map } = window.litatlas;

  class Focus {
    /** @param {() => void} came Called when the relations of the paper have come. */
    constructor(data, panel, stage, came) {
      Object.assign(this, { data, panel, stage, came });
      this.paper = -1;
      this.near = new Map(); // the neighbours that are drawn, by number: {kind, to, back, weight}
      this.relations = [];
      this.asked = 0;
    }

    /** Put a paper into the focus; -1 for none. */
    set(paper) {
      this.paper = paper;
      this.near = new Map();
      this.relations = [];
      this.asked += 1;
      if (paper < 0) return;
      this.panel.showPaper(paper);
      this.stage.say(this.#words());
      const asked = this.asked;
      this.data.relationsOf(paper).then(
        (relations) => {
          if (asked !== this.asked) return; // the reader has gone on
          this.relations = relations;
          this.came();
        },
        (error) => console.warn(`The relations of a paper are not shown: ${error.message}`)
      );
    }

    /** Show the relations of the kinds that are on (bits), without those whose keys are left out. */
    show(on, without) {
      this.near = new Map();
      for (const [other, weight] of this.relations) {
        const drawn = this.data.relationTo(this.paper, other, on);
        if (drawn) this.near.set(other, { ...drawn, weight });
      }
      this.panel.showRelations(this.relations, without);
    }

    #words() {
      const { data, paper } = this;
      const theme = data.themeOf(paper);
      const related = map.relations(data.degree[paper]);
      const parts = [data.title[paper], data.by[paper], data.status[paper], theme ? theme.name : "in no theme", related];
      return parts.filter(Boolean).join(". ");
    }
  }

  map.Focus = Focus;
})();
