from congdoan.areas.documents.models.document import Attachment, Document
from congdoan.areas.documents.models.incoming import Acknowledgement, ArrivedFile, Incoming, Routing
from congdoan.areas.documents.models.receiver import Receiver, ReceiverStep

__all__ = [
    "Acknowledgement",
    "ArrivedFile",
    "Attachment",
    "Document",
    "Incoming",
    "Receiver",
    "ReceiverStep",
    "Routing",
]
