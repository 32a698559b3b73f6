"""Front door of gateway."""

from congdoan.areas.gateway.enums import Direction, Kind, PackageState, Way
from congdoan.areas.gateway.models import Package, Peer
from congdoan.areas.gateway.policies import EXCHANGE, OPERATE
from congdoan.areas.gateway.rules.refusals import PackageNotTaken
from congdoan.areas.gateway.selectors.packages import get_package, may_open, ready_packages
from congdoan.areas.gateway.services.federation import PATH, forget_nonces
from congdoan.areas.gateway.services.keys import make_key, signer
from congdoan.areas.gateway.services.peers import PeerData, connect_peer, give_code
from congdoan.areas.gateway.services.queueing import recall_from
from congdoan.areas.gateway.services.reading import open_content
from congdoan.areas.gateway.services.sending import mark_carried, send_waiting
from congdoan.areas.gateway.services.taking import take_package

__all__ = [
    "EXCHANGE",
    "OPERATE",
    "PATH",
    "Direction",
    "Kind",
    "Package",
    "PackageNotTaken",
    "PackageState",
    "Peer",
    "PeerData",
    "Way",
    "connect_peer",
    "forget_nonces",
    "get_package",
    "give_code",
    "make_key",
    "mark_carried",
    "may_open",
    "open_content",
    "ready_packages",
    "recall_from",
    "send_waiting",
    "signer",
    "take_package",
]
