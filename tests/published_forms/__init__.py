"""Disclosures of forms as they are published, by somebody who has not read the layout seeds.

``forms/*.yaml`` says where each form comes from; ``measure.py`` prints how they are read.
"""
