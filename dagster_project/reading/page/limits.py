"""Limits of what is read as a disclosure. Each has its reason; beyond it a file is refused."""

from __future__ import annotations

# The disclosures seen have 23 to 60 pages; a region's bound volume of all departments, which is
# not one disclosure, begins at several hundred.
MAX_PAGES = 600
# The largest side PDF 1.7 lets a viewer support (annex C: 200 inches); tables are printed on A3.
MAX_PAGE_SIDE = 14_400.0
# The densest table page seen has 1,311 characters and 403 path objects; a map or a drawing has
# more, and its rulings are no table. Time grows with both.
MAX_CHARS_PER_PAGE = 60_000
MAX_OBJECTS_PER_PAGE = 60_000
# Points of all paths of a page: one path object can hold any number.
MAX_PATH_POINTS_PER_PAGE = 200_000
# A form inside a form inside a form: producers nest two or three; a loop nests for ever.
MAX_FORM_DEPTH = 8
# Seconds of the processor in which pdfium loads one page, before anything on it can be counted: a
# form that draws ten forms, each of which draws ten, goes on until memory ends. Loading took 0.03 s
# on the densest page seen, 0.06 s on one of 60,000 rectangles.
MAX_PAGE_SECONDS = 2.0
# Straight rulings of one page after merging; the densest page seen has 60. The lattice compares
# each horizontal one with each vertical one.
MAX_RULINGS = 1_500
# All characters of a document: 600 pages as dense as the densest.
MAX_CHARS = 1_500_000
# Streams that are no images, unpacked: those of the largest disclosure seen make 5.6 MB.
MAX_UNPACKED_BYTES = 512 * 1024 * 1024
