"""The resting form of an archive: a folder of plain files, from which all of it can be made again.

    backup.toml                  format, engine, agent
    blobs/ab/SHA256              the blobs, named by their SHA-256
    records/000000.jsonl         the records from position 0 on, a line each; of an erased one its id and kind alone
    manifests/000000.sha256      which records file that is, and the blobs that its records name first: `sha256sum -c`
    checkpoint                   origin, size and root of the log; signed when the key is there
    watches.json                 the watched pages, which are no fact
    keys/                        the signing key and the signer's memory, only where that was asked for

A records file, its blobs and its manifest are written once and then stay: the next backup begins a new one, behind the
last. What the manifests list and the checkpoint counts is the backup; it is written last. What is not listed or not
counted was left by one that was cut off, and is no part of it. Only an erasure changes what is there: the records file
gets another name, its manifest says which (in one step), and the old one is deleted with the blobs.

`layout` are the names and lines, `check` reads a backup with no trust in it, `make` writes one.
"""
