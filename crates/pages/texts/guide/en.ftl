# The words of the style guide.
guide-title = Everything that pages are made of
guide-lead = The same parts and the same style sheet as on every page, in the colours of each operator, light or dark as the device is.
guide-whose = Whose colours
guide-colours = Colours
guide-type = Type
guide-head = A heading within a section
guide-prose = Plain words, short lines. Numbers stand under each other: 1,111 and 8,888.
guide-hint = What helps while typing.
guide-basis = By clause 7 of the regulation.
guide-buttons = Buttons
guide-main = The one thing to do
guide-quiet = Something else
guide-danger = What cannot be undone
guide-wide = The main thing, on a phone
guide-link = A link that looks like a button
guide-fields = Fields, and what is wrong with them
guide-notices = Notices
guide-good = It is done.
guide-warn = It is done, but there is something to know.
guide-bad = It was not done: this is why, and what to do.
guide-wrong = This end is before the start. Choose a later one.
guide-cards = Cards
guide-bill = A bill, explained
guide-line = Time used
guide-step = 8 started quarter hours × 0.60 = 4.80
guide-line2 = Indemnity for late return
guide-step2 = 1 started hour × 25.00 = 25.00
guide-day = The day of a vehicle
guide-empty = Nothing there
guide-kiosk = Keys of a kiosk
guide-station = Central station
