"""Fetching: the knowledge from where it lives, when that is not the folder beside the program (``KNOWLEDGE_URL``).

    git+https://host/city/knowledge.git@main#folder     a git repository, over HTTPS
    s3://bucket/folder                                  an object store: S3 and what speaks like it

    address ──► git | objects ──► landing (limits, no links, no way out) ──► a folder of its own, gone afterwards

What was fetched is checked like any folder, and used only as a whole.
"""
