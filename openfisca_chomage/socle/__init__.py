"""What every rule stands on and no article says.

``calendrier``: days and months as integers, months as sets of days. ``saisie``: the door of inputs.
``histoire``: months in order. ``loi``: the law of each claimant. ``monnaie``: the rounding. ``refus``: errors.
``variable``: the variables of the package. This room imports no rule.
"""
