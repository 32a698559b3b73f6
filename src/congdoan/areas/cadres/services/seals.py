"""What is written about people here lies encrypted under a key of its own."""

from congdoan.foundation.sealing import seal, unseal

USE = "cadres.sealed"


def sealed(text: str) -> str:
    return seal(text, use=USE)


def opened(text: str) -> str:
    return unseal(text, use=USE)
