"""The running text of self-evaluation forms, form by form: what jx01 does not hold.

Only where forms are printed as lines of text: in a grid the text is in its cells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dagster_project.form.labels import squeeze
from dagster_project.reading.model.document import Heading, Paragraph
from dagster_project.reading.model.grid import TextLine
from dagster_project.reading.narrative.running_text import lines_of_forms

_TITLE = re.compile(r"自评表$")
_NAMED = re.compile(r"^项目名称[:：]?(?P<name>.{2,60})$")


def form_texts(
    lines: Sequence[TextLine], headings: Sequence[Heading]
) -> list[tuple[str, Paragraph]]:
    """Return (name of the project, all its lines as one paragraph) of each form with a name."""
    forms: list[list[TextLine]] = []
    for line in lines_of_forms(lines, headings):
        if _TITLE.search(squeeze(line.text)) or not forms:
            forms.append([])
        forms[-1].append(line)
    found = []
    for own in forms:
        named = next(filter(None, (_NAMED.match(squeeze(line.text)) for line in own[:8])), None)
        if named is not None:
            text = "".join(squeeze(line.text) for line in own)
            at = own[0]
            found.append(
                (named["name"], Paragraph(text, at.page, at.locator, "", None, at.is_from_pixels))
            )
    return found
