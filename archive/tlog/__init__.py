"""The transparency log as pure functions, a file a spec: RFC 6962 trees, C2SP tiles, checkpoints and proofs.

Hashes are 32 raw bytes everywhere; hex and base 64 appear only in the text forms.
"""
