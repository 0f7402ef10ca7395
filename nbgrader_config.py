"""Makes plain nbgrader commands, its API and the formgrader build first and grade in the sealed engine."""

from sealgrade.nbgrader_steps import configure

configure(get_config())
