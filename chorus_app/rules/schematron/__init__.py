"""EN 16931 and BR-FR: the official Schematron stylesheets, run by Saxon.

`checking.check` is the door. Saxon wants one processor and one thread in a process, and none of `RLIMIT_AS`.
"""
