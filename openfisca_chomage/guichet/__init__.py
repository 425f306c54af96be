"""What a claimant may say, and how it becomes the inputs of the chain: what her file and the tables share.

:mod:`.catalogue` declares each thing once: the column of the tables, the field of the file, its type, its bounds, what it
means, the input that it feeds. :mod:`.conversion` lays the rows of claimants into monthly inputs, for both doors.
"""
