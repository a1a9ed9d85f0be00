"""The steps of provisioning, in their order."""

from __future__ import annotations

from inventory.operations.provision import (
    certificate,
    cluster,
    database,
    extensions,
    nginx_site,
    nginx_snippets,
    role,
    running,
    schema,
    secret_key,
    setup_code,
    site_certificate,
    state_tree,
)
from inventory.operations.provision.step import Step

STEPS = (
    Step("state", state_tree.missing, state_tree.make),
    Step("secret key", secret_key.missing, secret_key.make, ("state",)),
    Step("certificate", certificate.missing, certificate.make, ("state",)),
    Step("site certificate", site_certificate.missing, site_certificate.make),
    Step("nginx settings", nginx_snippets.missing, nginx_snippets.make, ("state",)),
    Step("nginx site", nginx_site.missing, nginx_site.make, ("certificate", "nginx settings")),
    Step("cluster", cluster.missing, cluster.make),
    Step("PostgreSQL", running.missing, running.make, ("cluster",)),
    Step("role", role.missing, role.make, ("PostgreSQL",)),
    Step("database", database.missing, database.make, ("role",)),
    Step("extensions", extensions.missing, extensions.make, ("database",)),
    Step("schema", schema.missing, schema.make, ("extensions",)),
    Step("setup code", setup_code.missing, setup_code.make, ("schema", "state")),
)
