"""Les règles qui changent avec la loi et le régime : une page, pour savoir ce qu'un règlement ou un régime peut dire autrement.

Chacune a ses versions dans la pièce de son article (``variables/are``), et celles d'un autre régime dans le dossier de ce régime. Ce module
n'est chargé qu'une fois, quand les pièces le sont par chaque système : les versions s'enregistrent ici, quel que soit qui les lit.
"""

from openfisca_chomage.socle.loi import Regle

#: Premier jour de la période d'affiliation (article 3) : ``(carriere) -> jours``.
debut_de_la_periode = Regle("début de la période d'affiliation")

#: Si l'affiliation suffit (article 3) : ``(carriere) -> booléens``.
affiliation_minimale = Regle("affiliation minimale")

#: Période dont les paies font le salaire de référence (article 11) : ``(carriere) -> premier et dernier jours``.
periode_du_salaire = Regle("période de référence du salaire")

#: Diviseur du salaire de référence (article 13) : ``(carriere) -> jours``.
diviseur_du_salaire = Regle("diviseur du salaire de référence")

#: Allocation journalière pleine, au centime (articles 14 à 16) : ``(gens du mois) -> euros``.
allocation_du_droit = Regle("allocation journalière")

#: Base de la durée (article 9) : ``(carriere) -> jours``.
base_de_la_duree = Regle("base de la durée d'indemnisation")

#: Durée minimale et maximale (article 9) : ``(carriere) -> jours``.
duree_minimale = Regle("durée minimale d'indemnisation")
duree_maximale = Regle("durée maximale d'indemnisation")

#: Jours de différé et d'attente (articles 21 et 22) : ``(carriere) -> jours``.
differe_de_conges = Regle("différé d'indemnisation des congés payés")
differe_des_indemnites = Regle("différé spécifique d'indemnisation")
attente = Regle("délai d'attente")

#: Jours dus du mois après l'activité reprise, avant arrondi (articles 30 à 32), au fil du calendrier :
#: ``(gens du mois, salaires, jours payables) -> jours``.
jours_du_cumul = Regle("cumul avec une activité reprise")
