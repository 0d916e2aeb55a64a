"""What an update changed in what is asserted.

In: two versions, understood and compared. Out: shifts with evidence, kind and weight.
"""
