from congdoan.areas.documents.models.document import Attachment, Document
from congdoan.areas.documents.models.incoming import Acknowledgement, Incoming, Routing
from congdoan.areas.documents.models.merge import Merge, MergedLetter
from congdoan.areas.documents.models.opinion import Opinion
from congdoan.areas.documents.models.receiver import Receiver, ReceiverStep

__all__ = [
    "Acknowledgement",
    "Attachment",
    "Document",
    "Incoming",
    "Merge",
    "MergedLetter",
    "Opinion",
    "Receiver",
    "ReceiverStep",
    "Routing",
]
