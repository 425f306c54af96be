"""The two entities: the claimant, and the household that openfisca-france also has."""

from openfisca_core.entities import build_entity

Individu = build_entity(
    key="individu",
    plural="individus",
    label="Individu",
    doc="""
    Un demandeur d'emploi, ou une personne qui peut le devenir.

    Toutes les variables du paquet sont portées par l'individu.
    """,
    is_person=True,
)

Famille = build_entity(
    key="famille",
    plural="familles",
    label="Famille",
    doc="""
    La famille du demandeur, comme dans openfisca-france.

    L'assurance chômage est individuelle : aucune variable n'est portée par la famille,
    mais une situation écrite pour les deux paquets garde le même découpage.
    """,
    roles=[
        {"key": "parent", "plural": "parents", "label": "Parents", "max": 2, "subroles": ["demandeur", "conjoint"]},
        {"key": "enfant", "plural": "enfants", "label": "Enfants"},
    ],
)

entites = [Individu, Famille]
