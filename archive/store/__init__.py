"""Facts and views in one database: the only user of SQLAlchemy.

Facts are `records` and `blobs`, append-only. Everything else is a view: rows that `projection.project` makes of one
record alone, and the tree hashes of the log. Views can be dropped and made again with the same result.
"""
