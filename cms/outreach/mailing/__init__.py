"""Mail for people who use no feed reader: what is new, at once or once a week.

Somebody asks on a page of the site (`views`), and is mailed a link; only who follows it is mailed
what is new (`subscribing`). The worker takes up what has become public (`announcing`), makes one
mail of it for each language (`digests`) and hands it to the mail server (`sending`, `transport`).
All of it is off until the settings say how mail is sent (`MAILING`).
"""
