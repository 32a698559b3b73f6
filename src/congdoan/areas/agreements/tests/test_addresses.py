"""No address of the slice shows or does anything for another branch."""

from uuid import uuid4

from django.urls import reverse
import pytest

from congdoan.areas.agreements.models import Agreement
from congdoan.areas.agreements.urls import urlpatterns

pytestmark = pytest.mark.django_db

#: What stands in an address besides the agreement.
OTHERS = {"party_pk": 1, "comment_pk": 1, "place": uuid4()}
OF_ONE = [pattern for pattern in urlpatterns if "pk" in pattern.pattern.converters]


def address(pattern, agreement):
    values = {name: OTHERS.get(name, 1) for name in pattern.pattern.converters}
    return reverse(f"agreements:{pattern.name}", kwargs={**values, "pk": agreement.pk})


@pytest.mark.parametrize("pattern", OF_ONE, ids=lambda pattern: pattern.name)
def test_another_branch_gets_404_and_changes_nothing(pattern, signed_in, far, frozen):
    client = signed_in(far)
    before = Agreement.objects.values().get(pk=frozen.pk)
    url = address(pattern, frozen)
    assert client.get(url).status_code in {404, 405}
    assert client.post(url, {"reason": "x", "pasted": "x"}).status_code in {404, 403, 405}
    assert Agreement.objects.values().get(pk=frozen.pk) == before


@pytest.mark.parametrize("pattern", OF_ONE, ids=lambda pattern: pattern.name)
def test_who_is_not_signed_in_is_asked_to(pattern, client, frozen):
    assert client.get(address(pattern, frozen)).status_code == 302
