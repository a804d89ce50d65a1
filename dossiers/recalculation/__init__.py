"""Promised dates after a late decree on days off: found, shown, and reckoned anew by those who answer for them.

By itself a changed calendar moves no promised date (docs/decisions/0021-late-decree.md).
"""
