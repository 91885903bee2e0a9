"""Reading vocabulary.yml: a `Vocabulary`, with everything wrong in it as problems that name the line.

The file is a list of facets, each with its tags:

    facets:
      - key: task                        # lower-case word, names the facet in addresses and messages
        label: Task                      # heading on the pages
        definition: What the paper solves.
        where: own                       # default for its phrases, see below
        relates: yes                     # no: its tags (Survey, Dataset) are no reason to call two papers related
        tags:
          - slug: video-captioning       # the address of the tag's page; never changed (the ledger keeps it)
            name: Video captioning
            definition: Describing what happens in a video in words.
            parent: captioning           # a tag of the same facet; a paper on the child is on the parent too
            phrases:
              - video captioning         # any case, plural, hyphen, British or American spelling
              - CLIP                     # capitals and at most five letters: exactly so (`=Mamba`: longer words too)
              - title: captions          # counts only in the title
              - phrase: video description
                where: proposes
                unless: [audio description]
            unless: [human captioning]   # for all its phrases
            reason: Kept for ...         # why a tag on a single paper is wanted

`where` says which sentences count. Title and keywords always do.

anywhere
    Every sentence.
own
    Sentences that speak of the paper: they say "we", "our", "this paper", or
    come after the first one that does and are not on existing or recent work (`contexts`).
proposes
    Sentences in which the paper gives something ("we introduce ..."), and the phrase stands in what is given.
title
    None but the title.

`unless` names phrases that take a match away when they stand in the same sentence.
"""

import re
from collections.abc import Iterator
from difflib import get_close_matches

import yaml
from msgspec.structs import replace

from litatlas.identity.permalink import MAX_ID, RESERVED
from litatlas.language.phrases import variants
from litatlas.problems import Origin, Problems, quoted
from litatlas.vocabulary.nodes import NodeReader
from litatlas.vocabulary.taxonomy import FacetDefinition, Phrase, Tag, Vocabulary, Where

__all__ = ["FacetDefinition", "Phrase", "Tag", "Vocabulary", "Where", "parse_vocabulary"]

TOP_KEYS = ("facets",)
FACET_KEYS = ("key", "label", "definition", "where", "relates", "tags")
TAG_KEYS = ("slug", "name", "definition", "phrases", "parent", "where", "unless", "reason")
PHRASE_KEYS = ("phrase", "title", "where", "unless")

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def parse_vocabulary(text: str, file: str, problems: Problems) -> Vocabulary:
    """Read a vocabulary; a broken tag is a problem and left out, the rest is read.

    Arguments:
        text: The contents of vocabulary.yml; an empty text is an empty vocabulary.
        file: Its name, for messages.
        problems: Collects what is wrong, each with its line.
    """
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or str(error)
        line = mark.line + 1 if mark else 0
        problems.add(
            "bad-vocabulary",
            Origin(file, line),
            f"the vocabulary is not YAML ({what}); no paper gets a tag; mend it at this line",
        )
        return Vocabulary()
    return _Reader(file, problems).vocabulary(root) if root is not None else Vocabulary()


class _Reader(NodeReader):
    """What the nodes of vocabulary.yml mean."""

    def vocabulary(self, root: yaml.Node) -> Vocabulary:
        """Read the whole file."""
        top = self.mapping(root, "the vocabulary", TOP_KEYS)
        facets: dict[str, FacetDefinition] = {}
        tags: dict[str, Tag] = {}
        for node in self.items(top.get("facets"), "facets"):
            fields = self.mapping(node, "a facet", FACET_KEYS)
            key = self.text(fields, "key", node, "a facet")
            if not key or key in facets:
                if key:
                    self.add("bad-vocabulary", node, f"facet {quoted(key)} stands twice; put its tags in one place")
                continue
            facets[key] = FacetDefinition(
                key,
                self.optional(fields, "label") or key.capitalize(),
                self.text(fields, "definition", node, quoted(key)),
                self.relates(fields),
            )
            where = self.where(fields, Where.OWN)
            for item in self.items(fields.get("tags"), f"tags of facet {quoted(key)}"):
                self.tag(item, key, where, tags)
        self.parents(tags)
        self.duplicate_phrases(tags)
        return Vocabulary(tuple(facets.values()), tuple(tags.values()))

    def relates(self, fields: dict[str, yaml.Node]) -> bool:
        """Read whether the tags of a facet relate papers."""
        value = self.optional(fields, "relates").casefold()
        if value not in ("", "yes", "true", "no", "false"):
            message = f"relates is {quoted(value)}; it is read as 'yes'; write yes or no"
            self.add("bad-vocabulary", fields["relates"], message)
        return value not in ("no", "false")

    def tag(self, node: yaml.Node, facet: str, where: Where, tags: dict[str, Tag]) -> None:
        """Read one tag into `tags`."""
        fields = self.mapping(node, f"a tag of facet {quoted(facet)}", TAG_KEYS)
        slug = self.text(fields, "slug", node, f"a tag of facet {quoted(facet)}")
        if not slug:
            return
        if not _SLUG.fullmatch(slug) or len(slug) > MAX_ID or slug in RESERVED:
            self.add(
                "bad-vocabulary",
                node,
                f"slug {quoted(slug)} cannot name a page; the tag is left out; use at most {MAX_ID} of a-z, 0-9 and "
                "single hyphens, and no reserved name",
            )
            return
        origin = Origin(self.file, node.start_mark.line + 1)
        if slug in tags:
            first = tags[slug].origin
            self.add(
                "duplicate-tag", node, f"tag {quoted(slug)} is also at {first}; the second is left out; rename one"
            )
            return
        self.tell_what_lacks(slug, fields, node)
        where = self.where(fields, where)
        unless = self.texts(fields, "unless")
        tags[slug] = Tag(
            slug=slug,
            name=self.optional(fields, "name") or slug.replace("-", " ").capitalize(),
            facet=facet,
            definition=self.optional(fields, "definition"),
            phrases=tuple(self.phrases(fields, where, unless)),
            parent=self.optional(fields, "parent"),
            reason=self.optional(fields, "reason"),
            origin=origin,
        )

    def tell_what_lacks(self, slug: str, fields: dict[str, yaml.Node], node: yaml.Node) -> None:
        """Tell what a tag should have and has not."""
        if not self.optional(fields, "definition"):
            message = f"tag {quoted(slug)} has no definition; its page says nothing; add a sentence"
            self.add("incomplete-tag", node, message)
        if "phrases" not in fields:
            message = (
                f"tag {quoted(slug)} has no phrases; it is found on no paper; add them, or 'phrases: []' for a tag "
                "that only records give"
            )
            self.add("incomplete-tag", node, message)

    def phrases(self, fields: dict[str, yaml.Node], where: Where, unless: tuple[str, ...]) -> Iterator[Phrase]:
        """Give the phrases of a tag: plain, or mappings with conditions."""
        for node in self.items(fields.get("phrases"), "phrases"):
            if isinstance(node, yaml.ScalarNode):
                phrase = Phrase(node.value.strip(), where, unless)
            else:
                inner = self.mapping(node, "a phrase", PHRASE_KEYS)
                title = self.optional(inner, "title")
                chosen = Where.TITLE if title else self.where(inner, where)
                phrase = Phrase(title or self.optional(inner, "phrase"), chosen, unless + self.texts(inner, "unless"))
            if all(variants(phrase.text)):
                yield phrase
            else:
                self.add(
                    "bad-vocabulary", node, f"phrase {quoted(phrase.text)} holds no word; it is not used; take it away"
                )

    def parents(self, tags: dict[str, Tag]) -> None:
        """Take away parents that do not exist, are of another facet, or lead back to the tag."""
        for slug, tag in tags.items():
            if tag.parent and tag.parent not in tags:
                near = get_close_matches(tag.parent, sorted(tags), n=1)
                way = f"did you mean '{near[0]}'?" if near else "add it or take the parent away"
                self.problems.add(
                    "unknown-tag",
                    tag.origin,
                    f"tag {quoted(slug)} has parent {quoted(tag.parent)}, which is not in the vocabulary; {way}",
                )
                tags[slug] = replace(tag, parent="")
            elif tag.parent and tags[tag.parent].facet != tag.facet:
                self.problems.add(
                    "bad-vocabulary",
                    tag.origin,
                    f"tag {quoted(slug)} of facet {quoted(tag.facet)} has parent {quoted(tag.parent)} of facet "
                    f"{quoted(tags[tag.parent].facet)}; it stands without a parent; a parent is of the same facet",
                )
                tags[slug] = replace(tag, parent="")
        for slug in tags:
            self.cut_cycle(slug, tags)

    def cut_cycle(self, slug: str, tags: dict[str, Tag]) -> None:
        """Take the parent of a tag away where the way up leads back to it."""
        way = [slug]
        while (parent := tags[way[-1]].parent) and parent not in way:
            way.append(parent)
        if parent != slug:
            return
        circle = " -> ".join(quoted(step) for step in [*way, slug])
        self.problems.add(
            "tag-cycle",
            tags[slug].origin,
            f"the parents of tag {circle} go round in a circle; it stands without a parent; take one parent away",
        )
        tags[slug] = replace(tags[slug], parent="")

    def duplicate_phrases(self, tags: dict[str, Tag]) -> None:
        """Report a phrase that means two tags of one facet."""
        owners: dict[tuple[str, tuple[str, ...], bool], Tag] = {}
        for tag in tags.values():
            for phrase in tag.phrases:
                key = (tag.facet, variants(phrase.text)[0], phrase.text.startswith("="))
                owner = owners.setdefault(key, tag)
                if owner.slug != tag.slug:
                    self.problems.add(
                        "duplicate-phrase",
                        tag.origin,
                        f"phrase {quoted(phrase)} of tag {quoted(tag.slug)} is also of tag {quoted(owner.slug)} "
                        f"({owner.origin}); papers get both; take it from one of them",
                    )

    def where(self, fields: dict[str, yaml.Node], default: Where) -> Where:
        value = self.optional(fields, "where")
        if not value or value in list(Where):
            return Where(value) if value else default
        self.add(
            "bad-vocabulary",
            fields["where"],
            f"where {quoted(value)} is not one of {', '.join(Where)}; '{default}' is used; correct it",
        )
        return default
