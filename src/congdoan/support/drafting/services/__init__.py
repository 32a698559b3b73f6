"""Writing a draft, keeping versions, templates."""
