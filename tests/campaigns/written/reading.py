"""A report in parts, as a test compares them."""

from campaigns.reporting import paper_of
from ground.briefs.typesetting import Heading, Paragraph, Table


def sections(told):
    """Head → its paragraphs."""
    found = {}
    for block in paper_of(told).article.blocks:
        if isinstance(block, Heading):
            found[block.text] = []
        elif isinstance(block, Paragraph):
            found[list(found)[-1]].append(block.text)
    return found


def tables(told):
    return {one.caption: one for one in paper_of(told).article.blocks if isinstance(one, Table)}
