"""What both XML formats are written with: Django's feed generator, told all that a feed says."""

from django.utils.feedgenerator import SyndicationFeed

from cms.feeds.content import Feed


def written(writer: type[SyndicationFeed], feed: Feed, media_type: str) -> bytes:
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
            image=item.image,
        )
    return generator.writeString("utf-8").encode()
