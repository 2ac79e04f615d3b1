"""Answering: from ranked hits to what a reader is given.

selection     which quotes are shown, and in which order
comparison    what each article says of a subject
answer        excerpts with speaker, date and link, or an honest no
links         the address of the exact place
surroundings  what stands around a quote
explain       why a question got its answer, or none
face          the machine-readable form
"""
