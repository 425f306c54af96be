"""The private attributes of openfisca-core: in one module, and there on this core."""

import re
from pathlib import Path

import numpy
import pytest
from openfisca_core import periods

from openfisca_chomage.socle import noyau
from openfisca_chomage.socle.histoire import lire

PAQUET = Path(noyau.__file__).parents[1]

#: An attribute of one leading underscore, of another object than the module's own class.
PRIVES = ("_memory_storage", "_arrays", "_holders", "_to_array", "_eternal", "_do_not_store", "_on_disk_storable", "_children")


def test_les_attributs_prives_sont_dans_un_seul_module():
    motif = re.compile(r"\.(" + "|".join(PRIVES) + r")\b")
    ailleurs = [
        f"{fichier.relative_to(PAQUET)}:{rang}"
        for fichier in PAQUET.rglob("*.py") if fichier.name != "noyau.py"
        for rang, ligne in enumerate(fichier.read_text(encoding="utf-8").split("\n"), 1) if motif.search(ligne)
    ]
    assert ailleurs == []


def test_ce_noyau_les_a(simuler):
    simulation = simuler(moi={"salaire_brut": {"2025-01": 1000}})
    individu = simulation.populations["individu"]
    holder = individu.get_holder("salaire_brut")
    janvier = periods.period("2025-01")
    assert noyau.tableaux(holder)[janvier].tolist() == [1000.0]
    assert noyau.holders(individu)["salaire_brut"] is holder
    noyau.ranger(holder, periods.period("2025-02"), numpy.array([5.0]))
    assert holder.get_array(periods.period("2025-02")).tolist() == [5.0]
    assert noyau.en_tableau(holder, numpy.array([3])).dtype == numpy.float64
    assert not noyau.est_eternel(holder) and noyau.est_eternel(individu.get_holder("date_naissance"))
    assert not noyau.memoire_du_moteur(holder)
    loi = simulation.tax_benefit_system.get_parameters_at_instant("2025-01-01")
    assert "duree" in noyau.enfants(loi)


def test_une_variable_calculee_n_est_pas_lue_comme_une_entree(simuler):
    individu = simuler(moi={}).populations["individu"]
    with pytest.raises(AssertionError, match="« are_nette » est calculée"):
        lire(individu, "are_nette", 2025 * 12)
