"""A YAML text that nobody vouches for: what is read, and each refusal with its line.

The sentences are those that a person reads; a word that changes in one of them changes here on purpose.
"""

import io
from types import SimpleNamespace

import pytest
import yaml

from openfisca_chomage.socle import texte_yaml
from openfisca_chomage.socle.texte_yaml import FauteDeTexte, composer, lire_octets


def faute(texte, renvois=False) -> tuple:
    with pytest.raises(FauteDeTexte) as erreur:
        composer(texte, renvois)
    assert str(erreur.value) == erreur.value.message
    return erreur.value.ligne, erreur.value.message


MAL_FORME = "Le YAML n'est pas bien formé, colonne %d (%s) : vérifiez les espaces, les « : » et les accolades."
IMBRIQUE = "Le fichier est trop imbriqué : 30 niveaux au plus."


def test_textes_lus():
    lecteur, racine = composer("a: 1\nb: [2, x]\nc: !!str 3\nd: ! x\ne: !!float 5\nf: !!seq []\n")
    assert lecteur.construct_document(racine) == {"a": 1, "b": [2, "x"], "c": "3", "d": "x", "e": 5.0, "f": []}
    assert composer("")[1] is None and composer("", True)[1] is None
    lecteur, racine = composer("a: &un [1]\nb: *un\nc: *un\n", renvois=True)
    assert lecteur.construct_document(racine) == {"a": [1], "b": [1], "c": [1]}


def test_imbrication():
    for ouvre, ferme in ("[]", "{}"):
        assert composer(ouvre * 30 + ferme * 30)[1] is not None if ouvre == "[" else True
        assert faute("\n" + "[" * 30 + ouvre)[0] == 2
    assert faute("[" * 31 + "]" * 31) == (1, IMBRIQUE)
    assert faute("a:\n  " + "{b: " * 30 + "1" + "}" * 30) == (2, IMBRIQUE)
    assert composer("a:\n  " + "{b: " * 29 + "1" + "}" * 29)[1] is not None
    assert faute("[" + "[], " * 20 + "[" * 30 + "]" * 31) == (1, IMBRIQUE)
    assert faute("[" * 20 + "[], " + "[" * 11 + "]" * 31) == (1, IMBRIQUE)
    cote_a_cote = "[" + ", ".join(["[" * 20 + "]" * 20] * 5) + "]"
    assert composer(cote_a_cote)[1] is not None


def test_textes_mal_formes():
    ligne, message = faute("a: 1\nb: [2\nc: 3\n")
    assert message.startswith("Le YAML n'est pas bien formé, colonne ")
    assert ligne == 3 and "vérifiez les espaces, les « : » et les accolades." in message
    ligne, message = faute("a: 1\n  b: 2\n")  # the second « : » is the fourth character of its line
    assert (ligne, message) == (2, MAL_FORME % (4, "mapping values are not allowed in this context"))
    ligne, message = faute("--- a\n--- b\n")
    assert ligne == 2 and "but found another document" in message
    assert faute("a: 1\nb: \x07\n") == (2, "Un caractère du fichier ne peut pas être lu.")
    assert faute("\x07") == (1, "Un caractère du fichier ne peut pas être lu.")
    assert faute("\n\x07")[0] == 2 and faute("\n\n\x07")[0] == 3


def test_fautes_d_autres_versions_du_lecteur(monkeypatch):
    """Parsers that have a bound of their own, or do not say where: what is known is told."""
    ici = yaml.Mark("", 0, 4, 6, None, None)
    caractere = "Un caractère du fichier ne peut pas être lu."
    sans_lieu = "Le YAML n'est pas bien formé (x) : vérifiez les espaces, les « : » et les accolades."
    for erreur, attendue in (
        (yaml.MarkedYAMLError(problem="exceeded maximum nesting", problem_mark=ici), (5, IMBRIQUE)),
        (yaml.MarkedYAMLError(problem="exceeded maximum nesting"), (None, IMBRIQUE)),
        (yaml.MarkedYAMLError(problem="x", context_mark=ici), (5, MAL_FORME % (7, "x"))),
        (yaml.MarkedYAMLError(context_mark=ici), (5, MAL_FORME % (7, None))),
        (yaml.MarkedYAMLError(problem="x"), (None, sans_lieu)),
        (yaml.YAMLError(), (None, caractere)),
    ):
        def echouer(*_, erreur=erreur, **__):
            raise erreur

        monkeypatch.setattr(yaml, "parse", echouer)
        assert faute("a: 1") == attendue


def test_etiquettes_et_renvois():
    assert faute("a: 1\nb: !!python/object/apply:os.system ['exit 3']\n") == (
        2, "L'étiquette « !!python/object/apply:os.system » n'est pas admise : écrivez la valeur seule.",
    )
    assert faute("a: !euros 3") == (1, "L'étiquette « !euros » n'est pas admise : écrivez la valeur seule.")
    assert faute("a: !" + "x" * 100) == (1, f"L'étiquette « !{'x' * 59} » n'est pas admise : écrivez la valeur seule.")
    assert faute("!!set {a}") == (1, "L'étiquette « !!set » n'est pas admise : écrivez la valeur seule.")
    renvoi = "a: &un 1\nb: *un\n"
    assert faute(renvoi) == (2, "Un renvoi (*nom) n'est pas admis : écrivez la valeur.")
    with pytest.raises(FauteDeTexte):
        composer(renvoi)
    assert composer(renvoi, True)[1] is not None
    assert faute("a: 1\nb: &soi [1, *soi]\n", True) == (2, "Un renvoi (*nom) se contient lui-même : écrivez la valeur.")
    assert faute("a: 1\nb: &soi {c: *soi}\n", True) == (2, "Un renvoi (*nom) se contient lui-même : écrivez la valeur.")


def test_renvois_qui_se_deplient(monkeypatch):
    """Nodes counted by hand: a text is one, a list one and its items, a mapping one, its keys and its values."""
    texte = "- &un [a, b]\n- {c: *un, d: e}\n"  # 1 + (1 + 2) + (1 + 1 + 3 + 1 + 1) = 11
    monkeypatch.setattr(texte_yaml, "NOEUDS", 11)
    assert composer(texte, True)[1] is not None
    monkeypatch.setattr(texte_yaml, "NOEUDS", 10)
    assert faute(texte, True) == (1, "Les renvois (*nom) se déplient en plus de 10 valeurs : écrivez-les.")
    assert composer(texte.replace("*un", "f"), False)[1] is not None
    monkeypatch.setattr(texte_yaml, "NOEUDS", 6)
    assert faute(texte, True) == (2, "Les renvois (*nom) se déplient en plus de 6 valeurs : écrivez-les.")


def test_fichiers(tmp_path, monkeypatch):
    chemin = tmp_path / "un.yaml"

    def lue(octets, maximum=10) -> object:
        chemin.write_bytes(octets)
        try:
            return lire_octets(chemin, maximum, "un essai")
        except FauteDeTexte as erreur:
            return erreur.ligne, erreur.message

    assert lue("é: 1".encode()) == "é: 1" and lue("\ufeffa".encode()) == "a" and lue(b"0123456789") == "0123456789"
    assert lue(b"0123456789a") == (None, "Le fichier est trop gros pour être un essai : 1e-05 Mo au plus.")
    assert lue(b"a" * 500_001, 500_000) == (None, "Le fichier est trop gros pour être un essai : 0,5 Mo au plus.")
    assert lue(b"a\nb\nc\xe9\n") == (3, "Le fichier n'est pas en UTF-8 : enregistrez-le dans cet encodage.")
    for octets, ligne in ((b"\xe9", 1), (b"\n\xe9", 2)):
        assert lue(octets) == (ligne, "Le fichier n'est pas en UTF-8 : enregistrez-le dans cet encodage.")
    for autre, pourquoi in ((tmp_path / "deux.yaml", "il n'existe pas"), (tmp_path, "c'est un répertoire")):
        with pytest.raises(FauteDeTexte) as erreur:
            lire_octets(autre, 10**6, "un essai")
        assert (erreur.value.ligne, erreur.value.message) == (None, f"Le fichier ne peut pas être lu : {pourquoi}.")
    # a file that grows, or that has no size of its own, is not read further than what is admitted
    monkeypatch.setattr(type(chemin), "stat", lambda _: SimpleNamespace(st_size=0))
    assert lue(b"0123456789") == "0123456789"
    assert lue(b"0123456789a") == (None, "Le fichier est trop gros pour être un essai.")
    lus = []

    class Infini(io.BytesIO):
        def read(self, combien=None):
            lus.append(combien)
            return b"a" * (11 if combien is None else combien)

    with monkeypatch.context() as autre:
        autre.setattr(texte_yaml, "open", lambda *_: Infini(), raising=False)
        assert lue(b"") == (None, "Le fichier est trop gros pour être un essai.") and lus == [11]
    for erreur_du_systeme, pourquoi in (
        (PermissionError(13, "Permission denied"), "vous n'en avez pas le droit"), (OSError(5, "Input/output error"), "Input/output error"),
    ):
        def echouer(_, erreur=erreur_du_systeme):
            raise erreur

        monkeypatch.setattr(type(chemin), "stat", echouer)
        assert lue(b"a") == (None, f"Le fichier ne peut pas être lu : {pourquoi}.")
