"""XML signatures of packages: made with the installation's key, checked with the peer's."""

from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature as WrongKey
from cryptography.x509 import load_pem_x509_certificate
from lxml import etree
from signxml.algorithms import CanonicalizationMethod, DigestAlgorithm, SignatureMethod
from signxml.exceptions import SignXMLException
from signxml.signer import XMLSigner
from signxml.verifier import SignatureConfiguration, XMLVerifier

from congdoan.support.edxml.enums import Verdict
from congdoan.support.edxml.rules.messages import Message
from congdoan.support.edxml.rules.profiles import Profile
from congdoan.support.edxml.rules.refusals import NotXml
from congdoan.support.edxml.rules.writing import serialised, write_tree

_DS = "{http://www.w3.org/2000/09/xmldsig#}"
#: What the samples of the State's SDK use: broken by now, so nothing is asserted by it.
_OLD = ("#rsa-sha1", "#dsa-sha1", "#sha1")
_ACCEPTED = SignatureConfiguration(require_x509=True, expect_references=1)


@dataclass(frozen=True)
class Signer:
    """Key and certificate as PEM."""

    key: bytes
    certificate: bytes


def sign_package(message: Message, profile: Profile, signer: Signer) -> bytes:
    """Return a package signed as a whole (enveloped, RSA-SHA256, exclusive c14n)."""
    root = write_tree(message, profile, place_for_signature=True)
    maker = XMLSigner(
        signature_algorithm=SignatureMethod.RSA_SHA256,
        digest_algorithm=DigestAlgorithm.SHA256,
        c14n_algorithm=CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
    )
    signed = maker.sign(root, key=signer.key, cert=signer.certificate.decode())
    return serialised(signed)


def check_signature(content: bytes, certificate: str) -> Verdict:
    """
    Tell what a package's signature is worth; ``certificate`` is the peer's, "" where we hold none.

    The content has been through ``read_package``: there is no DOCTYPE in it.
    """
    root = _tree(content)
    signatures = list(root.iter(f"{_DS}Signature"))
    if not signatures:
        return Verdict.NONE
    if len(signatures) > 1:
        return Verdict.BROKEN
    if _is_old(signatures[0]):
        return Verdict.LEGACY
    if not certificate:
        return Verdict.UNKNOWN
    return Verdict.SOUND if _holds(root, signatures[0], certificate) else Verdict.BROKEN


def _tree(content: bytes) -> Any:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, collect_ids=False
    )
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, LookupError, ValueError):  # an encoding only the other reader has
        raise NotXml from None


def _is_old(signature: Any) -> bool:
    methods = [
        one.get("Algorithm", "")
        for one in signature.iter(f"{_DS}SignatureMethod", f"{_DS}DigestMethod")
    ]
    return any(method.endswith(_OLD) for method in methods)


def _holds(root: Any, signature: Any, certificate: str) -> bool:
    """The whole package is what is signed, and by the very certificate we know the peer by."""
    references = [one.get("URI") for one in signature.iter(f"{_DS}Reference")]
    if references != [""]:
        return False
    try:
        known = load_pem_x509_certificate(certificate.encode())
        found = XMLVerifier().verify(root, x509_cert=known, expect_config=_ACCEPTED)
    except (SignXMLException, WrongKey, ValueError, TypeError):
        return False
    results = found if isinstance(found, list) else [found]
    return [getattr(one.signed_xml, "tag", "") for one in results] == [root.tag]
