"""One claimant's file: contracts, registration, declarations, and the statement that the rules make of them.

``lecture`` reads and checks a file (YAML or JSON) and says what is wrong with its line; ``modele`` is what a file
may hold; ``situation`` turns it into an OpenFisca situation; ``calcul`` makes the statement, each figure with the
sentence and the article of the rule that gave it; ``rendu`` shows it; ``commande`` is the command line.

``verification`` checks the notices of overpayment of the same file: ``lectures`` asks the chain, under one reading of the
law or another, ``suppositions`` says what the answer rests on, ``verification_rendu`` shows it as text and JSON, ``page``
as one HTML page (``verification.html``) with the chart of ``graphique``.

Nothing here knows the law: the sentences are those of the rules. This package needs the extra ``dossier``
(``pip install openfisca-chomage[dossier]``); the base install never imports it.
"""
