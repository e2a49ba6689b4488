"""An RTSP server nobody here wrote: GStreamer's gst-rtsp-server, for the foreign-camera test.

    /usr/bin/python3 gst_rtsp_server.py [--port 0] [--user NAME --password WORD]

Serves /h264 and /second (a moving test pattern), /vp8 (a codec no wall
of ours plays). Prints "READY {json}" when it serves; ends with SIGTERM, SIGINT or when stdin closes.
"""
import argparse
import json
import signal
import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402

ELEMENTS = ("openh264enc", "h264parse", "rtph264pay", "vp8enc", "rtpvp8pay")
PICTURE = (
    "videotestsrc is-live=true pattern=ball ! video/x-raw,width=640,height=360,framerate=25/1 ! "
    "videoconvert ! video/x-raw,format=I420 ! "
)


def mount(server, path, pipeline, access):
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(f"( {pipeline} )")
    factory.set_shared(True)
    if access:
        permissions = GstRtspServer.RTSPPermissions()
        permissions.add_permission_for_role("viewer", "media.factory.access", True)
        permissions.add_permission_for_role("viewer", "media.factory.construct", True)
        factory.set_permissions(permissions)
    server.get_mount_points().add_factory(path, factory)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--user")
    parser.add_argument("--password", default="")
    args = parser.parse_args()

    Gst.init(None)
    missing = [name for name in ELEMENTS if not Gst.ElementFactory.find(name)]
    if missing:
        sys.stderr.write(f"GStreamer lacks {missing}\n")
        return 3

    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service(str(args.port))
    if args.user:
        auth = GstRtspServer.RTSPAuth()
        token = GstRtspServer.RTSPToken()
        token.set_string("media.factory.role", "viewer")
        auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
        auth.add_digest(args.user, args.password, token)
        server.set_auth(auth)
    # A key frame every second, no B-frames, as a camera sends it.
    h264 = "openh264enc complexity=low bitrate=800000 gop-size=25 ! h264parse"
    for path in ("/h264", "/second"):
        mount(server, path, PICTURE + h264 + " ! rtph264pay name=pay0 pt=96 config-interval=-1", args.user)
    mount(server, "/vp8", PICTURE + "vp8enc deadline=1 cpu-used=8 ! rtpvp8pay name=pay0 pt=96", args.user)

    loop = GLib.MainLoop()
    if server.attach(None) == 0:
        sys.stderr.write("cannot bind the port\n")
        return 4
    for stop in (signal.SIGTERM, signal.SIGINT):
        GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, stop, loop.quit)
    # The parent holds stdin: when it is gone, so is this server.
    GLib.io_add_watch(sys.stdin, GLib.IO_HUP, lambda *_: loop.quit())
    print("READY " + json.dumps({"port": server.get_bound_port()}), flush=True)
    loop.run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
