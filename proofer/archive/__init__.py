"""An archive checked in windows, on any number of processes and machines: the same as `lint` finds.

A plan has the files; each window of it is a task that writes a part of the result; parts that are
there are not made again.
"""
