"""What the service hears from others: people who are to be forgotten.

It keeps nothing of people but the pseudonyms of reviewers, which belong to nobody afterwards; what it seals with
keys of its own are the addresses of cameras. Cameras that send events of their own by MQTT are not heard yet.
"""

from hueioc.personal.erasure import erasure_of

ERASURE = erasure_of("camera")
CONSUMERS = (ERASURE.consumer,)
PUBLISHED = (ERASURE.answer,)
