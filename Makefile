# make exemple | verifier | test | serve | bench | charge      Python 3.11 to 3.13, nothing else to install.
# Every target makes the environment .venv when it is not there or when the dependencies have changed.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
VENV_FRANCE := .venv-france
VENV_ANCIEN := .venv-ancien
PORT ?= 5000
INSTALLER = $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile
PYTEST = $(BIN)/python -m pytest -n logical --maxprocesses 4 --dist worksteal
TIRAGES := 10000
# The tests of one module of the rules or of socle/, which the mutation check gives to what survived the YAML cases.
TESTS_DES_REGLES := $(addprefix tests/python/test_,$(addsuffix .py,calendrier carriere controle dossier histoire inchange indus loi monnaie \
  moteur perte_emploi phrases refus refus_des_regles saisie texte_yaml variable verifier vie_du_droit))

.DEFAULT_GOAL := exemple
.PHONY: aide environnement exemple verifier docs test lint test-pytest test-python test-yaml test-oracle test-ancien campagne mutation revoir serve bench bench-sans-france charge paquet nettoyer

aide:
	@echo "make exemple  one claimant's file, computed and explained"
	@echo "make verifier is what is claimed from a claimant owed, month by month"
	@echo "make docs     the tables of docs/ that say columns, fields and inputs"
	@echo "make test     ruff, yamllint, pytest, openfisca test"
	@echo "make test-ancien  the same tests on the oldest openfisca-core"
	@echo "make serve    the web API on port $(PORT), with refusals that say the path of the field"
	@echo "make bench    the figures of benchmarks/, on this machine"
	@echo "make campagne 200,000 claimants against the oracle, in several times"
	@echo "make revoir   the values of the law that were checked too long ago, and the sources to open"
	@echo "make mutation how many of the faults planted in the rules the cases find"
	@echo "make charge   a minute of mixed requests to the web API, good and bad"

environnement: $(VENV)/.pret

$(VENV)/.pret: requirements/verrou.txt setup.cfg pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(INSTALLER) --editable '.[dev]' --constraint requirements/verrou.txt
	touch $@

exemple: environnement
	$(BIN)/openfisca-chomage dossier exemples/cdi_long.yaml

verifier: environnement
	$(BIN)/openfisca-chomage verifier exemples/indu_employeur_en_retard.yaml

docs: environnement
	$(BIN)/python -m openfisca_chomage.guichet.documentation

# All of pytest in one go, so that no core waits for the other between two runs; its closing lines are the last of all.
test: lint test-yaml test-pytest

test-pytest: environnement
	NOMBRE_TIRAGES=$(TIRAGES) $(PYTEST) tests/oracle tests/python

lint: environnement
	$(BIN)/ruff check openfisca_chomage tests benchmarks outils
	$(BIN)/yamllint --strict openfisca_chomage/parameters
	$(BIN)/lint-imports --no-cache > /dev/null || $(BIN)/lint-imports --no-cache

test-python: environnement
	$(PYTEST) tests/python

# 10,000 claimants, each computed twice; campagne.py goes on with many more, in several times (docs/oracle.md).
test-oracle: environnement
	NOMBRE_TIRAGES=$(TIRAGES) $(PYTEST) tests/oracle

# The same on the oldest openfisca-core; continuous integration runs there the YAML cases and the tests of what speaks to the core.
test-ancien: $(VENV_ANCIEN)/.pret
	$(VENV_ANCIEN)/bin/openfisca test --country-package openfisca_chomage tests/yaml
	$(PYTEST:$(BIN)/%=$(VENV_ANCIEN)/bin/%) tests/oracle tests/python

$(VENV_ANCIEN)/.pret: requirements/ancien.txt setup.cfg pyproject.toml
	test -x $(VENV_ANCIEN)/bin/python || $(PYTHON) -m venv $(VENV_ANCIEN)
	$(VENV_ANCIEN)/bin/python -m pip install --quiet --disable-pip-version-check --no-compile --editable '.[dev]' --requirement requirements/ancien.txt
	touch $@

campagne: environnement
	$(BIN)/python tests/oracle/campagne.py --effectif 200000

mutation: environnement
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,mutation]' --constraint requirements/verrou.txt
	$(BIN)/python outils/mutation.py --reprendre
	$(BIN)/python outils/mutation.py --survivants --budget 4 --duree-max 1.5 --tests $(TESTS_DES_REGLES)
	$(BIN)/python outils/mutation.py --rapport

revoir: environnement
	$(BIN)/python outils/valeurs_a_revoir.py

test-yaml: environnement
	$(BIN)/openfisca test --country-package openfisca_chomage tests/yaml

serve: environnement
	$(BIN)/python -m openfisca_chomage.service --port $(PORT)

bench: environnement $(VENV_FRANCE)/.pret
	$(BIN)/python benchmarks/demarrage.py
	$(VENV_FRANCE)/bin/python benchmarks/cote_a_cote.py
	$(BIN)/python benchmarks/banc.py --france $(VENV_FRANCE)/bin/python
	$(BIN)/python benchmarks/registre.py --france $(VENV_FRANCE)/bin/python

bench-sans-france: environnement
	$(BIN)/python benchmarks/demarrage.py
	$(BIN)/python benchmarks/banc.py
	$(BIN)/python benchmarks/registre.py

charge: environnement
	$(BIN)/python benchmarks/charge_api.py

$(VENV_FRANCE)/.pret: requirements/france.txt
	test -x $(VENV_FRANCE)/bin/python || $(PYTHON) -m venv $(VENV_FRANCE)
	$(VENV_FRANCE)/bin/python -m pip install --quiet --disable-pip-version-check --requirement requirements/france.txt --editable .
	touch $@

paquet: environnement
	$(BIN)/python -m build --wheel

nettoyer:
	rm -rf $(VENV) $(VENV_FRANCE) $(VENV_ANCIEN) build dist openfisca_chomage.egg-info
