"""Notices handed over, against the usual design and a bare loop: the same emulator, the same messages."""
