"""What both XML formats are written with: Django's feed generator, told all that a feed says."""

from xml.sax.xmlreader import AttributesImpl

from django.utils.feedgenerator import Enclosure, SyndicationFeed
from django.utils.xmlutils import SimplerXMLGenerator

from cms.feeds.feed_document import Feed, Item, Picture

MEDIA = {"xmlns:media": "http://search.yahoo.com/mrss/"}
# The signs that markup begins with, by number: some readers take plain words that hold them by
# name for HTML (rssboard.org/rss-profile, “Character Data”).
BY_NUMBER = {"&amp;": "&#x26;", "&lt;": "&#x3C;"}


def render(writer: type[SyndicationFeed], feed: Feed, media_type: str) -> bytes:
    """Return the feed's bytes; the writer takes of each item what its format has a place for."""
    generator = writer(
        title=feed.title,
        link=feed.home,
        description=feed.description,
        subtitle=feed.description,
        language=feed.language,
        feed_url=feed.address,
        feed_guid=feed.id,
        # Of whatever names no author of its own.
        author_name=feed.title,
        modified_at=feed.updated,
        links=feed.links(media_type),
    )
    for item in feed.items:
        generator.add_item(
            title=item.title,
            link=item.url,
            description=item.summary,
            unique_id=item.id,
            unique_id_is_permalink=False,
            pubdate=item.published,
            updateddate=item.updated,
            author_name=item.author or None,
            categories=item.tags,
            language=item.language,
            html=item.html,
            links=item.links(),
            picture=item.picture,
            enclosures=_add_enclosures(item),
        )
    text = generator.writeString("utf-8")
    for name, number in BY_NUMBER.items():
        text = text.replace(name, number)
    return text.encode()


def add_picture(handler: SimplerXMLGenerator, picture: Picture) -> None:
    """Write the lead picture as Media RSS has it (rssboard.org/media-rss)."""
    attributes = {
        "url": picture.url,
        "fileSize": str(picture.size),
        "type": picture.type,
        "medium": "image",
        "width": str(picture.width),
        "height": str(picture.height),
    }
    handler.startElement("media:content", AttributesImpl(attributes))
    if picture.alt:
        handler.addQuickElement("media:description", picture.alt, {"type": "plain"})
    handler.endElement("media:content")


def _add_enclosures(item: Item) -> list[Enclosure]:
    """The lead picture once more, for readers that know nothing of Media RSS."""
    picture = item.picture
    return [Enclosure(picture.url, str(picture.size), picture.type)] if picture else []
