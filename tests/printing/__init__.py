"""Invented disclosures on paper: one printed form, and one printer per medium.

``forms`` and what it calls say what a form prints (labels, headers, merged cells) and draw figures
that add up; ``choices`` how a disclosure prints it; ``document`` prints it as PDF, workbook, Word
document or web page, ``text_tables`` as a text dump. The wording is written out here once more,
apart from the layouts that readers and ``juesuan synth`` follow: a wrong layout must not print
what it reads.
"""
