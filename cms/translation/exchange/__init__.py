"""Handing a translation off as a file, and taking it back.

`units` loads what is to be translated; `po`, `xliff12` and `xliff20` write it and read it
(`formats` lists them); `reading` opens what somebody uploads, `checking` compares it with the
jobs it must belong to, and `applying` saves it: all of it, or nothing.
"""
