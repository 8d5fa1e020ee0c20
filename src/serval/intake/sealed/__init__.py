"""Sealed evidence (封存证据): evidence in normal form, read once by the ordinary intake and kept as one Parquet file.

Its words: head (what a sealed file says of itself), seal, facts file, samples file, row group.
A sealed file needs no mapping and is read by whole columns. It is untrusted like every other: schema, order and
normal form are checked before anything is judged. All modules but `head` load pyarrow: import them where they are used.
"""
