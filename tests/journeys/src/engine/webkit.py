#!/usr/bin/python3
"""A window with WebKitGTK in it and nothing else, which WebKitWebDriver starts and drives.

Arguments: the folder that keeps what pages store, width and height of the window, and whether anything in it moves.
"""

import os
import signal
import sys
from pathlib import Path

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import GLib, Gtk, WebKit2  # noqa: E402

folder, (width, height), manner = Path(sys.argv[1]), map(int, sys.argv[2:4]), sys.argv[4]

manager = WebKit2.WebsiteDataManager(base_data_directory=str(folder / "data"), base_cache_directory=str(folder / "cache"))
context = WebKit2.WebContext.new_with_website_data_manager(manager)
context.set_automation_allowed(True)
Gtk.Settings.get_default().set_property("gtk-enable-animations", manner == "moving")


def open_window(_session):
    view = WebKit2.WebView(web_context=context, is_controlled_by_automation=True)
    window = Gtk.Window()
    window.set_decorated(False)
    window.set_default_size(width, height)
    window.add(view)
    window.show_all()
    window.move(0, 0)
    view.grab_focus()
    return view


def start(_context, session):
    information = WebKit2.ApplicationInfo()
    information.set_name("betekenis")
    session.set_application_info(information)
    session.connect("create-web-view", open_window)


context.connect("automation-started", start)
GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, signal.SIGTERM, Gtk.main_quit)
(folder / "pid").write_text(str(os.getpid()))
Gtk.main()
