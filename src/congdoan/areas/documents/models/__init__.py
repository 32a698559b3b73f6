from congdoan.areas.documents.models.cosigner import CoSigner
from congdoan.areas.documents.models.document import Attachment, Document
from congdoan.areas.documents.models.incoming import Acknowledgement, ArrivedFile, Incoming, Routing
from congdoan.areas.documents.models.merge import Merge, MergedLetter
from congdoan.areas.documents.models.opinion import Opinion
from congdoan.areas.documents.models.reader import Reader
from congdoan.areas.documents.models.receiver import Receiver, ReceiverStep
from congdoan.areas.documents.models.receiver_list import ListedReceiver, ReceiverList
from congdoan.areas.documents.models.relation import Effect, Relation
from congdoan.areas.documents.models.sending import Sending
from congdoan.areas.documents.models.task import Task, TaskReport

__all__ = [
    "Acknowledgement",
    "ArrivedFile",
    "Attachment",
    "CoSigner",
    "Document",
    "Effect",
    "Incoming",
    "ListedReceiver",
    "Merge",
    "MergedLetter",
    "Opinion",
    "Reader",
    "Receiver",
    "ReceiverList",
    "ReceiverStep",
    "Relation",
    "Routing",
    "Sending",
    "Task",
    "TaskReport",
]
