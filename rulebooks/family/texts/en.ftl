# What stands on the bill
line-time = Use, charging time included
line-time-cancelled = Booking cancelled too late, charging time included
line-plus = PLUS plan, one year
line-plus-hours = Free hours of the PLUS plan
line-late-return = Late return

# Plans and prices
price-time = Price of a quarter hour
plan-standard = Standard
plan-plus = PLUS

# Booking rules
rule-charging-time = Before each booking, 15 minutes of charging time are reserved for you along with it.
rule-grid = Bookings start and end on a quarter hour.
rule-overdue = A vehicle that is overdue cannot be booked for the next hour.
rule-enabled = You book the vehicles that are enabled for you.
rule-validated = You can book as soon as your registration has been checked.
rule-no-vehicle = If the vehicle is not there for you, the booking costs nothing.

# Delay
rule-often-late = After the third late return within a year the account is locked.
duty-report-delay = If you cannot make it in time and the booking cannot be extended, tell us at once: that spares you the penalty.
duty-warn-next = We warn the next user as soon as a delay has been reported.
duty-remind-open-trip = If the trip is still open after the end of the booking, we remind you to lock the vehicle.

# Registration and card
signup-registration = Register with your details and a copy of your driving licence. We give you your RFID card.
signup-password = Set your password after registration.
access-card = Your RFID card locks and unlocks and releases the immobiliser.
access-key = The vehicle's key is for driving. On its own it opens only the doors; the immobiliser stays on.
access-own-card = An RFID card or sticker of your own locks and unlocks, too, even with your phone off line.
procedure-own-card = Enabling your own card
own-card-profile = Open your profile on the phone and choose “Enable my own card”.
own-card-at-vehicle = Go to a vehicle that is enabled for you.
own-card-hold = Hold the card or sticker against the vehicle's reader.
own-card-seen = The vehicle reports the id it has read; it appears in your profile.
own-card-name = Give the card a name and confirm.

# At the vehicle
procedure-pickup = Taking the vehicle
procedure-return = Bringing the vehicle back
pickup-card = From the booked start on, hold your card against the reader, at the vehicle's bay.
pickup-released = The doors open and the immobiliser is released.
pickup-key = Take the vehicle's key from inside and use it for driving.
pickup-unplug = Unplug the charging cable and stow it.
return-park = Park the vehicle at its bay before your booking ends.
return-plug = Plug the vehicle in, so that it is charged for the next trip.
return-key = Leave the vehicle's key inside.
return-card = Lock with your card: only that ends the trip.
return-closed = The vehicle is locked and free for others again.

# On the web site
service-calendar = The start page shows the vehicles enabled for you. A click opens the booking calendar with your bookings and those of others.
service-extend = You extend your booking on line at any time, during the trip, too.
document-preview = Billing preview: all trips recorded, the free hours you have left and until when they are valid.
duty-query-trip = Check your trips in the preview and ask us before the end of the month if something is wrong.
text-advice = If you can, bring the vehicle back fully charged. Choose an RFID sticker that has a fixed id and cannot be written again.

# Refusals in the operator's words
refusal-next-booking = The vehicle is already taken in the added time. Tell us at once, and we warn the next user.
refusal-before-start = Your booking has not begun yet: the vehicle opens from the booked start on.
