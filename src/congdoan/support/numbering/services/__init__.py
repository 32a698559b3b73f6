"""
Taking numbers. Nothing is authorised here: the slice that keeps the register has.

A number is taken in the transaction of the act it numbers: rolled back together, no gap is left.
"""
