"""How one invented disclosure is printed: a choice in every dimension, most of them the usual one.

A dimension takes its usual value in half of the documents, so that what goes wrong can be put down
to the few unusual choices of a document.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, fields

# The usual value first. Those of a medium count only in documents of that medium.
ANY = {
    "unit": ("万元", "元"),
    "decimals": ("2", "6", "0", "1"),
    "separators": ("none", "thousands"),
    "zeros": ("blank", "0.00", "-", "—"),
    "negatives": ("none", "minus", "full_width_minus"),
    "digits": ("plain", "full_width"),
    "accounts": ("few", "many"),
    "names": ("short", "long"),
    "codes": ("joined", "split", "glued", "glued_blank", "indented_name"),
    "total": ("top", "bottom"),
    "numbering": ("none", "numbered"),
    "line_numbers": ("none", "printed"),
    "merged_header": ("two_rows", "three_rows"),
    "group_label": ("plain", "over_columns"),
    "fields_above": ("one_line", "two_lines", "unit_under_title", "open_department"),
    "title": ("plain", "two_lines", "with_year", "owner"),
    "economic": ("two_groups", "one_group", "three_groups", "by_group", "all_spending"),
    "three_public": ("one_row", "by_item", "pairs"),
    "fund_order": ("usual", "swapped"),
    "fund_table": ("with_carry_over", "spending_only"),
    "empty_table": ("blank_rows", "header_only", "zero_total"),
    "notes": ("usual", "long", "none"),
    "total_label": ("合计", "合 计", "总计", "本年合计"),
    "statistics": ("heading_above", "heading_below"),
}
PDF = {
    "rulings": ("full", "fills", "thick", "hairline", "dashed", "no_columns", "no_rows", "open"),
    "page": ("portrait", "landscape", "rotated", "sideways", "cropped"),
    "figures_at": ("middle", "first_line", "last_line"),
    "repeats_header": ("yes", "no"),
    "breaks_rows": ("no", "yes"),
    "furniture": ("page_numbers", "header_and_footer", "none"),
    "watermark": ("none", "slanted", "level"),
    "bold": ("none", "doubled"),
    "white": ("none", "white_zeros"),
    "digit_font": ("latin", "han"),
    "baseline": ("same", "lower"),
    "shading": ("none", "header", "stripes"),
    "packing": ("page_each", "two_on_a_page", "title_before_break"),
    "header_width": ("usual", "narrow"),
    "headings_at": ("above", "inside"),
    "notes_at": ("below", "inside"),
}
XLSX = {
    "numbers": ("numbers", "texts", "formulas", "spaced_texts"),
    "hidden": ("none", "rows", "columns", "sheet"),
    "sheets": ("titled", "numbered", "one_sheet", "tab_titles"),
    "merging": ("merged", "unmerged"),
    "odd_cells": ("none", "error", "empty_columns"),
}
DOCX = {
    "merging": ("merged", "unmerged"),
    "nesting": ("none", "nested"),
    "changes": ("none", "tracked"),
}
# Drawn after all others, so that what a seed chose before it still chooses.
LATER = {
    "total_at": ("first", "name"),
    "marks": ("apart", "together"),
    "state_capital": ("as_funds", "spending_only"),
}
MEDIA = {"pdf": PDF, "xlsx": XLSX, "docx": DOCX, "html": {}, "txt": {}}
FORMS = ("shanghai", "shanxi", "national")
_UNUSUAL = 0.4


@dataclass(frozen=True)
class Choices:
    """The choices of one document, by dimension."""

    seed: int
    medium: str
    form: str
    year: int
    of: dict[str, str]

    def __getitem__(self, dimension: str) -> str:
        """Return what was chosen in a dimension, the usual value where it has no meaning."""
        return self.of[dimension]

    def dated(self, title: str) -> str:
        """Return a title, with the year before it where that was chosen."""
        return f"{self.year}年度{title}" if self["title"] == "with_year" else title

    def unusual(self) -> str:
        """Return the choices that are not the usual ones of the form."""
        every = {**ANY, **LATER, **MEDIA[self.medium]}
        return " ".join(
            f"{d}={v}" for d, v in self.of.items() if v != _usual(self.form, d, every[d])
        )

    def kinds(self) -> list[str]:
        """Return the choices as labels for a report."""
        return [f"medium={self.medium}", f"form={self.form}"] + [
            f"{self.medium if d in MEDIA[self.medium] else 'any'}.{d}={v}"
            for d, v in self.of.items()
        ]


def _usual(form: str, dimension: str, values: tuple[str, ...]) -> str:
    """Return the usual value of a form: what its disclosures mostly print."""
    own = {
        ("shanxi", "unit"): "元",
        ("shanxi", "line_numbers"): "printed",
        ("shanxi", "numbering"): "numbered",
        ("national", "line_numbers"): "printed",
        ("national", "numbering"): "numbered",
        ("shanghai", "three_public"): "pairs",
    }
    return own.get((form, dimension), values[0])


def choose(seed: int, medium: str | None = None, **fixed: str) -> Choices:
    """Return the choices of a seed; ``fixed`` ones are as given."""
    chance = random.Random(seed)  # noqa: S311 - invented figures, no secrets
    drawn = chance.choices(("pdf", "xlsx", "docx"), (6, 3, 1))[0]
    form = chance.choice(FORMS)
    year = chance.randint(2020, 2025)
    of = {}
    for dimension, values in {**ANY, **PDF, **XLSX, **DOCX, **LATER}.items():
        unusual = chance.random() < _UNUSUAL
        other = chance.choice(values)
        of[dimension] = other if unusual else _usual(form, dimension, values)
    medium = medium or drawn
    if "decimals" not in fixed and of["unit"] == "元" and of["decimals"] == "6":
        of["decimals"] = "2"
    if of["unit"] == "万元" and of["decimals"] == "0":
        of["decimals"] = "2"
    known = {field.name for field in fields(Choices)}
    own = {name: value for name, value in fixed.items() if name in known}
    kept = {d: v for d, v in of.items() if d in {**ANY, **LATER, **MEDIA[medium]}}
    kept |= {name: value for name, value in fixed.items() if name not in known}
    return Choices(seed, medium, own.get("form", form), year, kept)


def usual(seed: int, medium: str, form: str, **chosen: str) -> Choices:
    """Return the usual choices of a form, all but the chosen ones."""
    own = {**ANY, **LATER, **MEDIA[medium]}
    return choose(seed, medium, form=form, **{d: _usual(form, d, own[d]) for d in own} | chosen)
