"""A certificate for trying things out: made on the spot with its own authority, and saying in its name what it is."""

from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from documents.signing import TEST_MARK
from foundation.local_time import now

HOLDER = "Trung tâm Phục vụ hành chính công (thử nghiệm)"


def make(path: Path, *, passphrase: str = "", holder: str = HOLDER, days: int = 730) -> None:
    """Write a PKCS#12 file (readable by its owner alone) with a key, its certificate and the authority that gave it."""
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name = _name(f"CA thử nghiệm – {TEST_MARK}")
    root = _certificate(root_name, root_name, root_key.public_key(), root_key, days=days + 365, authority=True)
    own = _certificate(_name(holder), root_name, key.public_key(), root_key, days=days, authority=False)
    protection: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if passphrase:
        protection = serialization.BestAvailableEncryption(passphrase.encode())
    content = pkcs12.serialize_key_and_certificates(holder.encode(), key, own, [root], protection)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(content)


def _name(common: str) -> x509.Name:
    return x509.Name([
        x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"), x509.NameAttribute(NameOID.COMMON_NAME, common[:64]),
    ])  # fmt: skip


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, signer: ec.EllipticCurvePrivateKey, *,
    days: int, authority: bool,
) -> x509.Certificate:  # fmt: skip
    begins = now() - timedelta(days=1)
    usage = x509.KeyUsage(
        digital_signature=not authority, content_commitment=not authority, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=authority, crl_sign=authority, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    builder = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
        .serial_number(x509.random_serial_number()).not_valid_before(begins).not_valid_after(begins + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=0 if authority else None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
    )  # fmt: skip
    return builder.sign(signer, hashes.SHA256())
