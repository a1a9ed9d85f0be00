"""Packaging of the `inventory` Python package; tool settings are in pyproject.toml."""

from pathlib import Path

from setuptools import find_packages, setup

VERSION: dict[str, str] = {}
exec((Path(__file__).parent / "inventory" / "version.py").read_text(), VERSION)  # noqa: S102  (our own file)

setup(
    name="inventory",
    version=VERSION["__version__"],
    description="What a workshop, household, bakery or small shop owns, makes and sells",
    license="GPL-3.0-or-later",
    python_requires=">=3.11",
    packages=find_packages(include=["inventory", "inventory.*"]),
    include_package_data=True,
    package_data={"inventory": ["templates/**/*", "static/**/*", "examples/*.csv", "database/migrations/*"]},
    entry_points={"console_scripts": ["inventory = inventory.cli:main"]},
)
