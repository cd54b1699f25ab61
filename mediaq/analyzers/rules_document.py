"""What can be wrong with documents. The place is a page; where it is a stretch of pages, the first
one and `{rest}` for those that follow."""

from mediaq.analyzers.rule import OWN, Rule

UA = "basics of PDF/UA"
FLESCH = "R. Flesch, A new readability yardstick (1948)"

RULES: tuple[Rule, ...] = (
    Rule(
        "doc.encrypted",
        "error",
        None,
        None,
        OWN,
        "The document opens only with a password, so nothing in it could be checked.",
        "Save a copy without the password and upload that.",
    ),
    Rule(
        "doc.no_text",
        "error",
        "pages",
        1,
        UA,
        "This page{rest} {hold} no text that can be selected, searched or read aloud{why}.",
        "Run text recognition (OCR) on it.",
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
        None,
        None,
        UA,
        "The document has no title in its properties, so windows and screen readers show the file "
        "name.",
        "Set a title in the document's properties.",
    ),
    Rule(
        "doc.no_lang",
        "info",
        None,
        None,
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
        None,
        None,
        OWN,
        "The document carries {what}.",
        "{advice}",
    ),
    Rule(
        "doc.metadata_author",
        "info",
        None,
        None,
        OWN,
        "The document's properties name a person or an account as its author.",
        "Clear the author before you publish, if readers should not see it.",
    ),
    Rule(
        "doc.readability",
        "info",
        None,
        None,
        FLESCH,
        "The text has {words}, {time} of reading{ease}.",
        "{advice}",
    ),
)
