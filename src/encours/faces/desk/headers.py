"""What every answer tells a browser not to do: use the camera for us, or lend our answers to other sites."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# Nothing of the device is used but the clipboard (copying a message).
_UNUSED = (
    "accelerometer", "autoplay", "bluetooth", "browsing-topics", "camera", "display-capture", "geolocation",
    "gyroscope", "hid", "idle-detection", "magnetometer", "microphone", "midi", "payment", "serial", "usb",
    "xr-spatial-tracking",
)  # fmt: skip
_POLICY = ", ".join([*(f"{name}=()" for name in _UNUSED), "clipboard-write=(self)"])


class HeadersMiddleware:
    """The headers that neither Django nor the content-security policy sets; pages, files and errors alike."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", _POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
