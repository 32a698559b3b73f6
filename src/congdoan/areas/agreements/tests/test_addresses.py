"""No address of the slice shows or does anything for another branch."""

from uuid import uuid4

from django.db import transaction
from django.urls import reverse
import pytest

from congdoan.areas.agreements.models import Agreement
from congdoan.areas.agreements.urls import urlpatterns

pytestmark = pytest.mark.django_db

#: What stands in an address besides the agreement.
OTHERS = {"party_pk": 1, "comment_pk": 1, "place": uuid4()}
OF_ONE = [pattern for pattern in urlpatterns if "pk" in pattern.pattern.converters]
WALKS = 3


def address(pattern, agreement):
    values = {name: OTHERS.get(name, 1) for name in pattern.pattern.converters}
    return reverse(f"agreements:{pattern.name}", kwargs={**values, "pk": agreement.pk})


@pytest.fixture(params=range(WALKS))
def walk(request):
    """Every address in a handful of walks: each begins with an agreement of its own."""
    return OF_ONE[request.param :: WALKS]


def test_another_branch_gets_404_and_changes_nothing(walk, signed_in, far, frozen):
    client = signed_in(far)
    before = Agreement.objects.values().get(pk=frozen.pk)
    for pattern in walk:
        url = address(pattern, frozen)
        with transaction.atomic():
            assert client.get(url).status_code in {404, 405}, url
            answer = client.post(url, {"reason": "x", "pasted": "x"})
            assert answer.status_code in {404, 403, 405}, url
            assert Agreement.objects.values().get(pk=frozen.pk) == before, url
            transaction.set_rollback(True)


def test_who_is_not_signed_in_is_asked_to(client, frozen):
    for pattern in OF_ONE:
        assert client.get(address(pattern, frozen)).status_code == 302, pattern.name
