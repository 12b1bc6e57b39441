"""The page in the browser, ``tarpeia app``: the engine runs on this side, the browser draws.

asked        what arrives from a browser, checked: numbers, names, sizes, files
positions    where people stand: one layout a network
charts       which series the charts draw
frame        what goes over: a scene once, a frame whenever something has changed
links        the state of a session as an address
session      one visitor's run, and the other future beside it
actions      everything a visitor may ask of a session
visitors     sessions by their code, kept for a while
open_page    a session and the pieces of it that a browser has
controls     what the page lets a visitor do
component    the files of ``browser``, joined: what runs in the browser
page         the page as Solara shows it
server       settings, and what is refused
"""
