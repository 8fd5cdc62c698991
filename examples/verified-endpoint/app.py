"""A web application that takes deliveries from QStash and from nobody else."""

import os

from qstash import Receiver
from qstash.errors import SignatureError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

# The public URL of this application, as the schedule names it: it is part of what is signed.
ENDPOINT = os.environ.get("ENDPOINT", "https://shop.example.com/run")

receiver = Receiver(
    current_signing_key=os.environ["QSTASH_CURRENT_SIGNING_KEY"],
    next_signing_key=os.environ["QSTASH_NEXT_SIGNING_KEY"],
)


async def run(request: Request) -> PlainTextResponse:
    """Do the work, if QStash asks for it."""
    body = await request.body()
    try:
        receiver.verify(signature=request.headers.get("Upstash-Signature", ""), body=body.decode(), url=ENDPOINT)
    except (SignatureError, UnicodeDecodeError):
        return PlainTextResponse("not signed by QStash", status_code=401)
    return PlainTextResponse("done")


app = Starlette(routes=[Route("/run", run, methods=["POST"])])
