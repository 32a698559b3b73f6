"""Forms: plain ``forms.Form`` plus one service; drawn by the design system."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Draw fields with ``ui/`` templates."""
