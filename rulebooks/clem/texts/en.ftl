# What stands on the bill
line-time = Car sharing, hours booked
line-overrun = Overrun of the reservation
line-comfort = Comfort subscription, one month
line-comfort-family = Comfort family and associations subscription, one month

# Plans and prices
price-time = Price of an hour
plan-occasional = Occasional
plan-comfort = Comfort
plan-comfort-family = Comfort family and associations

# Booking rules
rule-grid = A reservation starts and ends on a quarter hour.
rule-overdue = A vehicle that is overdue stays unavailable for the hour to come.
rule-validated = You can reserve as soon as we have approved your registration.
rule-enabled = You reserve the vehicles that are open to your account.
rule-back-at-station = Bring the vehicle back to the station it left: another kiosk cannot take it.
rule-plugged-in = Plug the vehicle in: the reservation ends only once it is charging.
rule-no-vehicle = If the vehicle is not there when you arrive, the reservation costs you nothing.

# Signing up
text-journey = Sign up on the platform. Once your registration is approved you reserve a car, a charge point or a seat in a shared ride. The reservation code comes by SMS: go to the kiosk and take the vehicle.
signup-community = Choose your community from the list.
signup-person = Enter your details, choose a login and password, attach a scan of your driving licence, then read and accept the general terms.
signup-payment = Register a means of payment, tick or untick your services and choose your plan.
consent-terms = I have read and accept the general terms of use.
confirmation-signed-up = Your registration is recorded. Open the link in the e-mail to confirm your address.

# Services
service-several-drivers = Several drivers of a family or an association share one contract.
service-sharing = Station-based sharing of electric cars.
service-charging = Reserve a public charge point at the station for your own car.
service-carpooling = Carpooling: offer a ride or reserve a seat.
service-assistance = Assistance answers around the clock. Its number is on your confirmation; it can extend your reservation.

# Booking
procedure-booking = Reserving
booking-log-in = Log in with your login and password, on the web site or in the app.
booking-place = Choose the station and the vehicle.
booking-times = Choose the date and time of the start, then the date and time of the end.
booking-free-hours = Check that your hours are free: red zones are already reserved.
booking-confirm = Confirm: an e-mail and an SMS bring the code and the assistance number.
booking-details = Read through the details of your reservation.
confirmation-booked = Reservation confirmed. Your code gives access to the key; assistance can be reached day and night at the number given.
confirmation-details = The details of your reservation.

# At the kiosk
procedure-pickup = Taking the vehicle
procedure-return = Bringing the vehicle back
access-kiosk = The reservation code opens the key slot of the kiosk.
access-key = The key opens and starts the vehicle.
pickup-code = Go to the kiosk and type your reservation code.
pickup-key-slot = The kiosk opens the slot with your key.
pickup-key = Take the vehicle's key from the slot.
pickup-state = Walk around the vehicle and record its state: all well, or damage with a photo.
pickup-unplug = Unplug the vehicle and stow the cable.
pickup-leave = Drive off. Have a good trip!
return-park = Park the vehicle at the station it left, before the end of your reservation.
return-cable = Take the cable.
return-plug-vehicle = Plug the cable into the vehicle.
return-code = Type your reservation code at the kiosk.
return-plug-kiosk = Plug the other end of the cable into the kiosk.
return-charging = The kiosk sees that the vehicle is charging.
return-key = Put the key back into its slot in the kiosk.
return-over = The kiosk says so: your reservation is over.

# Refusals in the operator's words
refusal-not-plugged-in = The vehicle is not plugged in: your reservation runs on. Plug the cable into the vehicle and into the kiosk, then try again.
refusal-wrong-station = This is not the station the vehicle left: your reservation runs on. Bring it back to where you took it.
