"""What can be wrong with documents. The place is a page; where it is a stretch of pages, the first
one and `{rest}` for those that follow."""

from mediaq.analyzers.findings.rule import OWN, Rule

MOST_PAGES = 500
# From here on Flesch calls it plain English.
PLAIN = 60.0
UA = "basics of PDF/UA"
FLESCH = "R. Flesch, A new readability yardstick (1948)"

RULES: tuple[Rule, ...] = (
    Rule(
        "doc.encrypted",
        "error",
        "passwords",
        0,
        OWN,
        "The document opens only with a password, so nothing in it could be checked.",
        "Save a copy without the password and upload that.",
    ),
    Rule(
        "doc.damaged",
        "warning",
        "rebuilt indexes",
        0,
        OWN,
        "The document is damaged: its index had to be rebuilt, and other programs may refuse it.",
        "Save it anew from the program that made it.",
    ),
    Rule(
        "doc.unreadable_page",
        "error",
        "pages",
        1,
        OWN,
        "This page{rest} cannot be read.",
        "Save the document anew from the program that made it.",
    ),
    Rule(
        "doc.too_long",
        "warning",
        "pages",
        MOST_PAGES,
        OWN,
        "The document is long: only the first {part} were checked.",
        "Split it, so that all of it is checked.",
    ),
    Rule(
        "doc.font_missing",
        "warning",
        "fonts",
        1,
        "ISO 32000-1, 9.6.2.2",
        "The document does not carry {fonts}, so it may look different on other computers.",
        "Embed all fonts when you save it.",
    ),
    Rule(
        "doc.no_text",
        "error",
        "pages",
        1,
        UA,
        "{what}{rest} {hold} no text that can be selected, searched or read aloud{why}.",
        "{advice}",
    ),
    Rule(
        "doc.mixed_scan",
        "warning",
        "pages",
        1,
        OWN,
        "{value} of the {pages} pages {are} scanned without text, while others hold real text.",
        "Run text recognition (OCR) on the scanned pages, so that a search finds all of it.",
    ),
    Rule(
        "doc.blank_page",
        "info",
        "%",
        0.1,
        OWN,
        "There is nothing to see on this page{rest}.",
        "Remove blank pages that are not meant to be there.",
    ),
    Rule(
        "doc.rotated",
        "info",
        "°",
        0,
        OWN,
        "The text on this page{rest} is {how}.",
        "Turn the page so that it reads from left to right.",
    ),
    Rule(
        "doc.low_dpi",
        "warning",
        "dpi",
        150,
        OWN,
        "The picture that fills this page{rest} has only {value} dpi, so small print is hard to "
        "read.",
        "Scan again at 300 dpi.",
    ),
    Rule(
        "doc.no_title",
        "info",
        "titles",
        1,
        UA,
        "The document has no title in its properties, so windows and screen readers show the file "
        "name.",
        "Set a title in the document's properties.",
    ),
    Rule(
        "doc.no_lang",
        "info",
        "languages",
        1,
        UA,
        "The document does not say its language, so a screen reader has to guess how to speak it.",
        "Set the language in the document's properties.",
    ),
    Rule(
        "doc.no_bookmarks",
        "info",
        "pages",
        10,
        UA,
        "The document has {value} pages and no bookmarks to move between them.",
        "Add bookmarks, for example from the headings.",
    ),
    Rule(
        "doc.active_content",
        "warning",
        "kinds of it",
        0,
        OWN,
        "The document carries {what}.",
        "{advice}",
    ),
    Rule(
        "doc.metadata_author",
        "info",
        "authors",
        0,
        OWN,
        "The document's properties name a person or an account as its author.",
        "Clear the author before you publish, if readers should not see it.",
    ),
    Rule(
        "doc.readability",
        "info",
        "reading ease",
        PLAIN,
        FLESCH,
        "The text has {words}, {time} of reading{ease}.",
        "{advice}",
    ),
)
