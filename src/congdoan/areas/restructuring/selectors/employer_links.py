"""Where the acts that follow from a change at an employer are done."""

from django.urls import reverse


def employer_page(employer: int) -> str:
    return reverse("restructuring:employer", args=[employer])


def union_page(union: int) -> str:
    return reverse("organisations:detail", args=[union])


def founding_page(superior: int, employer: int) -> str:
    """Return where a union is founded at an employer, the superior and the employer filled in."""
    return f"{reverse('restructuring:founding_start')}?don-vi={superior}&co-so={employer}"


def ending_page(union: int) -> str:
    return reverse("organisations:end", args=[union])
