from congdoan.areas.gateway.models.package import Package
from congdoan.areas.gateway.models.peer import Nonce, Peer, ServerKey

__all__ = ["Nonce", "Package", "Peer", "ServerKey"]
