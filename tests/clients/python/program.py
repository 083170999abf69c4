"""What a developer writes first: the newest article's title, and that page whole."""

import json
import sys

from cluster_client import Client
from cluster_client.api.news import news
from cluster_client.api.pages import pages_by_id
from cluster_client.models import News, NewsItem, NewsList, NewsLocale, PictureBlock, TextBlock

client = Client(base_url=sys.argv[1], raise_on_unexpected_status=True)

listed = news.sync(client=client, locale=NewsLocale.BG, limit=1)
if not isinstance(listed, NewsList) or not isinstance(listed.results[0], NewsItem):
    raise SystemExit(f"This is no list of articles: {listed}")

page = pages_by_id.sync(listed.results[0].id, client=client)
if not isinstance(page, News):
    raise SystemExit(f"This is no article: {page}")

words = [
    block.value
    if isinstance(block, TextBlock)
    else block.value.image.alt
    if isinstance(block, PictureBlock)
    else block.type_
    for block in page.body
]
alt = page.picture.image.alt if page.picture else None
json.dump({"title": page.title, "alt": alt, "words": words}, sys.stdout)
