"""PDF signatures with certificates: fields, leases, revisions, validation, providers."""
