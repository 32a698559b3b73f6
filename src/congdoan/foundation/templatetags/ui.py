"""Template tags and filters of the design system (built in: no ``{% load %}``)."""

from django import template

register = template.Library()
