# What stands on the bill
line-time = Time used
line-force-majeure = Time used, late because of force majeure
line-distance = Kilometres driven
line-unused = Early return: time not used, at 50 %
line-phone-booking = Booking through the call centre
line-card-replaced = Card replaced
line-remote-door = Doors opened or closed by the call centre
line-restored = Booking restored
line-cancelled = Cancelled within 24 hours: 50 % of the hourly tariff
line-shortened = Shortened within 24 hours: 50 % of the hourly tariff for the hours given up
line-never-opened = Booking not used: 50 % of the hourly tariff
line-extended = Extended during the trip
line-late = Indemnity for late return
line-walked-away = Indemnity for return procedure not carried out
line-low-fuel = Indemnity for fuel below 1/4
line-not-plugged-in = Indemnity for electric vehicle not plugged in
line-left-elsewhere = Indemnity for return in another place than agreed
line-wrong-fuel = Indemnity for wrong fuel, with the cost of repair
line-left-open = Indemnity for lights, windows or doors left on or open, with any damage
line-keys-lost = Indemnity for keys lost or kept, with a duplicate where needed
line-damage-unreported = Indemnity for damage not reported, with any penalty
line-smoking-animals = Indemnity for smoking or animals on board, with any damage
line-dirty = Indemnity for a dirty vehicle, with cleaning
line-towed = Indemnity for obstructive parking, with towing
line-moved-by-staff = Indemnity for obstructive parking, moved by staff
line-traffic-fine = Traffic fine: cost of renotification
line-toll-unpaid = Toll not paid: cost and the toll
line-accident-at-fault = Accident at fault: cost and penalty
line-taxi-refund = Taxi refund
line-fuel-refund = Refund of fuel paid for by the member

# Vehicles and tariff
price-time = Price of a quarter hour
price-distance = Price of a kilometre
category-city = City
category-electric = Electric
plan-standard = Single tariff

# Booking rules
rule-grid = A booking starts and ends on a full or quarter hour.
rule-shortest = A booking is at least one hour long.
rule-longest = By yourself you book up to 72 consecutive hours; for longer, turn to the office or, when it is closed, to the call centre.
rule-suspended = When more than 4 hours have passed since its start without opening, the booking is suspended: the call centre can restore it.
rule-overdue = A vehicle that is overdue cannot be booked for the next hour.
rule-validated = You can book as soon as your registration is complete.
rule-enabled = You book the vehicles that are enabled for you.
rule-no-vehicle = If the vehicle is not there, the booking costs nothing.

# Booking
signup-credentials = You receive a customer number and a password, which you can change.
service-call-centre = The national call centre books for you around the clock, at 1.00 EUR a booking.
text-first-come = All members have the same right: bookings are taken in order of arrival, by availability.
service-long-bookings = Beyond 72 hours the office books; when it is closed, the call centre.
confirmation-booked = Booking confirmed: here are car park and time of departure, car park and time of return, fleet number and plate.
service-change = Change your booking from the map on the web, with the app or by calling the call centre.
service-extend-on-board = During the trip, extend on the on-board computer, if no booking follows.
service-alternative = The vehicle is not there? Call the centre: it offers another one in the same car park or nearby, or a taxi up to 25.00 EUR.
duty-send-taxi-receipt = Pay the taxi and send us the receipt: it is refunded with the next invoice.

# Pick-up
procedure-pickup = Taking the vehicle
access-card = The card on the windscreen reader unlocks the doors.
access-key = The key opens and closes the doors during use and starts the vehicle.
pickup-anomaly = Look at the reader: if the anomaly light flashes, call the centre before opening.
pickup-card = Hold the card against the reader on the windscreen, not before the booking begins.
pickup-doors = The doors unlock.
pickup-key = Get in and take the key from the glove box.
pickup-look = Check bodywork, wheels and interior: report damage and dirt on the on-board computer or by e-mail before you leave.
pickup-unplug = Unplug the vehicle from the charging column and stow the cable.
duty-report-damage = Damage and dirt reported before the trip are charged to whoever used the vehicle before you.
service-assistance = For any emergency, such as an accident, a bay taken or an empty tank, there is the assistance number.
duty-lost-property = Found something on board? Tell us.

# During the trip
procedure-refuelling = Refuelling
refuelling-station = Refuel at a partner station: the list is in the document wallet.
refuelling-fuel-card = Take the fuel card from the wallet and use it like a payment card.
refuelling-odometer = Tell or type in the kilometres shown on the odometer.
refuelling-driver-code = Type in the driver code and the PIN, which you must keep safe.
refuelling-put-back = Put the fuel card and the receipt back into the wallet.
refuelling-own-money = No partner station? Pay yourself and have the complete receipt made out in your name.
duty-fuel-receipt = Send us the complete receipt with your name on it: without it there is no refund.
duty-fuel-card-lost = Report the loss of the fuel card at once: until then you answer for it.
service-breakdown = In case of a breakdown the call centre finds a way for you to finish the journey.
duty-accident = After an accident call the centre at once, fill in the accident form and let us have it without delay.
duty-theft = In case of theft or vandalism tell the call centre and report it to the authorities.
service-on-board-call = The button on the on-board computer calls the centre, hands free.
duty-bay-taken = Is the bay taken by a stranger? Park as near as possible and say where on the on-board computer or to the centre: no indemnity is due.
duty-report-delay = Tell the call centre at once that you will be late. An accident or a breakdown that can be shown spares you the indemnity.
text-refused-extension = If a following booking rules out an extension, you are late from the booked end on.

# Return
procedure-return = Bringing the vehicle back
procedure-keys-kept = Keys kept after release
condition-quarter-tank = The tank is more than a quarter full.
return-park = Park in the booked bay, by the booked time.
return-lights = Turn off the lights inside and out and close the windows.
return-fuel = Check that the tank is more than 1/4 full.
return-plug = Plug the vehicle into the charging column again.
return-key = Put the key back into the glove box.
return-belongings = Make sure that you leave nothing on board.
return-release = Press “release” on the on-board computer, then “yes”.
return-card = Get out and hold the card against the reader on the windscreen.
return-locked = The doors lock: the trip is over.
keys-kept-open = Open the doors with the same key that you kept.
keys-kept-put-back = Put the key into the glove box and shut the doors.
keys-kept-lock = After some minutes the doors lock by themselves.
service-remote-opening = Forgotten something after release? The call centre opens the doors remotely, for a fee.

# Forbidden, and good to know
forbidden-towing = Towing, pulling or moving other vehicles.
forbidden-racing = Motor sport events and driving courses.
forbidden-dangerous-goods = Carrying dangerous substances.
forbidden-smoking = Smoking on board.
forbidden-animals = Carrying animals.
forbidden-abroad = Leaving the European Union and Switzerland without our consent.
text-abroad = Our vehicles may be driven in the European Union and Switzerland; elsewhere only with our consent, asked for beforehand.
text-barrier-parks = Barrier car parks run by GTT are free: hand the ticket to the attendant or, out of hours, press SOS at the machine.
text-repairs-abroad = Abroad, go to the maker's own network: only those repairs are refunded.
text-tables = Services and indemnities of the two tables may change without notice.
text-further-damage = Indemnities leave claims for greater damage open.
text-insurance = Special insurance can be taken out with us, on request.
text-blue-zone = If the bay is taken, parking in the blue zone is free.

# Refusals in the operator's words
refusal-vehicle-away = The vehicle is not back yet. Call the centre: it offers another one nearby or a taxi. This booking costs you nothing.
refusal-suspended = More than 4 hours have passed since the start: the booking is suspended. Call the centre to have it restored.
