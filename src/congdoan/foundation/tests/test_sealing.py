"""Sealed text opens with the installation's keys only; tokens find equals and tell nothing."""

import pytest

from congdoan.foundation.sealing import CannotBeOpened, seal, token, tokens, unseal

USE = "test"


def test_what_is_sealed_opens_again_and_looks_like_nothing():
    sealed = seal("Đặng Thị Hòa 🎉", use=USE)
    assert "Hòa" not in sealed
    assert unseal(sealed, use=USE) == "Đặng Thị Hòa 🎉"
    assert seal("", use=USE) == unseal("", use=USE) == ""
    assert seal("a", use=USE) != seal("a", use=USE)


def test_another_use_or_a_lost_key_opens_nothing(settings):
    sealed = seal("a", use=USE)
    with pytest.raises(CannotBeOpened):
        unseal(sealed, use="other")
    settings.SECRET_KEY = "another"
    with pytest.raises(CannotBeOpened):
        unseal(sealed, use=USE)
    with pytest.raises(CannotBeOpened):
        unseal("not sealed", use=USE)


def test_a_former_key_still_opens_and_finds(settings):
    sealed, found = seal("a", use=USE), token("a", use=USE)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    assert unseal(sealed, use=USE) == "a"
    assert token("a", use=USE) != found
    assert found in tokens("a", use=USE)
    assert found not in tokens("b", use=USE)
