// What a front-end developer writes first: the newest article's title, and that page whole.
import createClient from "openapi-fetch";
import type { components, paths } from "./schema.js";

type Block = components["schemas"]["Block"];

function words(block: Block): string {
  switch (block.type) {
    case "text":
      return block.value;
    case "quotation":
      return block.value.text;
    case "picture":
      return block.value.image.alt;
    default:
      return block.type;
  }
}

const [baseUrl = ""] = process.argv.slice(2);
const client = createClient<paths>({ baseUrl });

const query = { locale: "bg", limit: 1 } as const;
const list = await client.GET("/api/v1/news/", { params: { query } });
if (list.error) throw new Error(list.error.detail);
const [newest] = list.data.results;
if (!newest) throw new Error("There is no article.");
// What every item has cannot be missing.
const { id, url }: { id: string; url: string } = newest;
if (!url) throw new Error("An article has no address.");

const page = await client.GET("/api/v1/pages/{id}/", { params: { path: { id } } });
if (page.error) throw new Error(page.error.detail);
if (page.data.type !== "news") throw new Error(`This is no article: ${page.data.type}`);

const { title, picture, body } = page.data;
console.log(JSON.stringify({ title, alt: picture?.image.alt, words: body.map(words) }));
