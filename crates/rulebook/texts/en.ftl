# Why something was refused, and what to do next
refusal-not-offered = This is not offered here. Choose something from the list, or ask us for help.
refusal-account-locked = Your account is locked, so you cannot book. Please contact us to have it unlocked.
refusal-not-validated = Your documents have not been checked yet. Send us what is still missing, or wait for our message.
refusal-not-enabled = This vehicle is not enabled for you. Choose one of your vehicles, or ask us to enable it.
refusal-in-the-past = The start is in the past. Choose a start that is still to come.
refusal-off-grid = Bookings begin and end at fixed minutes. Choose one of the times offered.
refusal-end-before-start = The end is not after the start. Choose a later end.
refusal-too-short = This booking is too short. Choose a later end.
refusal-too-long = This booking is too long. Choose an earlier end, or ask us for a longer one.
refusal-vehicle-taken = The vehicle is taken at that time. Choose another time or another vehicle.
refusal-vehicle-elsewhere = The vehicle will not be where you need it, or would be missing for the next booking. Choose another vehicle or another place.
refusal-no-such-booking = There is no such booking. Check its number, or look among your bookings.
refusal-booking-started = The booking has already begun or is over, and can no longer be changed. You can still extend it, or bring the vehicle back early.
refusal-booking-expired = The booking is over, was used or was cancelled. Make a new booking.
refusal-not-an-extension = The new end is not later than the old one. Choose a later end.
refusal-too-late = It is too late for this now. Bring the vehicle back in time, and call us if you cannot.
refusal-next-booking = Somebody else has booked the vehicle after you. Bring it back in time, and call us if you cannot.
refusal-before-start = Your booking has not begun yet. Try again from its start on.
refusal-suspended = The booking is suspended because it was not used for a long time. Call us to have it restored.
refusal-vehicle-away = The vehicle is not back yet. Call us: we look for another one for you.
refusal-not-driving = This trip has not begun, or is already over. Open the vehicle first, or look among your trips.
refusal-wrong-station = This is not the station where the vehicle must be returned. Bring it back to the station of your booking.
refusal-not-plugged-in = The vehicle is not plugged in. Plug it in and try again.
refusal-not-suspended = The booking is not suspended; there is nothing to restore. Open the vehicle as usual.
refusal-already-subscribed = This is already running. Nothing needs to be done.
refusal-not-subscribed = There is nothing to leave: you have no such subscription. Look among your plans.
refusal-no-such-contract = There is no such contract, or it has ended. Check its number, or contact us.
refusal-incomplete-receipt = The receipt is incomplete. Send one that shows date, amount and seller, and your name where the rules ask for it.

# Units
unit-minute = { $count ->
    [one] minute
   *[other] minutes
 }
unit-quarter-hour = { $count ->
    [one] quarter hour
   *[other] quarter hours
 }
unit-half-hour = { $count ->
    [one] half hour
   *[other] half hours
 }
unit-hour = { $count ->
    [one] hour
   *[other] hours
 }
unit-day = { $count ->
    [one] day
   *[other] days
 }
unit-month = { $count ->
    [one] month
   *[other] months
 }
unit-year = { $count ->
    [one] year
   *[other] years
 }
unit-second = { $count ->
    [one] second
   *[other] seconds
 }
unit-kilometre = km
unit-event = { $count ->
    [one] time
   *[other] times
 }
started-minute = { $count ->
    [one] started minute
   *[other] started minutes
 }
started-quarter-hour = { $count ->
    [one] started quarter hour
   *[other] started quarter hours
 }
started-half-hour = { $count ->
    [one] started half hour
   *[other] started half hours
 }
started-hour = { $count ->
    [one] started hour
   *[other] started hours
 }
started-day = { $count ->
    [one] started day
   *[other] started days
 }
started-kilometre = { $count ->
    [one] started kilometre
   *[other] started kilometres
 }
per-unit = per { $unit }
per-month = per month
per-year = per year

# Words on a bill
free = free
at-most = at most { $amount }
at-least = at least { $quantity }
late = late
assumed = assumed
total = Total
rounding = rounded
share-of = { $percent } % of { $amount }
at-percent = { $amount }, at { $percent } %
at-price-of-unit = { $amount }, each { $unit } at the price of no. { $nth }
no-basic-fee = no basic fee
share = { $percent } %
cost-as-recorded = costs as recorded
free-time-used = { $duration } of your free time
included-in-plan = included in your plan
instead-of = instead of { $amount }
clause = clause { $clause }
no-clause = assumed: the regulation does not say
rulebook-version = Rulebook { $version }
booked-on = booked on { $date }
nth-unit = { $unit } no. { $nth }
units-range = { $unit } { $from } to { $until }
units-from = { $unit } { $from } onwards
up-to-units = up to { $quantity }
beyond-units = beyond { $quantity }

# Taxes
vat-included = incl. { $percent } % VAT
vat-out-of-scope = outside the scope of VAT
vat-amount = VAT

# Heads of columns
column-what = What
column-when = When
column-quantity = Quantity
column-unit-price = Unit price
column-amount = Amount
column-clause = Clause
column-vat = VAT
column-date = Date
column-from = From
column-booking = Booking
column-plan = Plan
column-category = Vehicle
column-by = By

# What time is billed
span-booked = the booked time
span-agreed = the time booked before the start
span-used = the time used
span-late = the time after the booked end
span-unchecked = the time from the return to our check
span-recorded = the time that our staff recorded
span-unused = the booked time that was not used
span-given-up = the time given up by the change
span-between = from { $begin } to { $end }
span-at-least = at least to { $point }
span-at-most = at most to { $point }
point-start = the start
point-reserved-start = the beginning of the reserved time
point-booked-end = the booked end
point-agreed-end = the end booked before the start
point-return = the return
point-check = our check
point-recorded-from = the recorded beginning
point-recorded-until = the recorded end
distance-trip = the distance driven
distance-recorded = the distance that our staff recorded

# When something is billed
on-book = when booking
on-change = when changing a booking
on-extend = when extending
on-cancel = when cancelling
on-return = on return
on-never-opened = if the vehicle is never opened
on-assess = when found by our staff
leaving-at-once = can be ended at any time
leaving-period-end = can be ended at the end of a period
commitment = at least { $periods ->
    [one] one period
   *[other] { $periods } periods
 }
first-by-days = the first period by its days
included-events = { $included ->
    [0] each one
   *[other] beyond { $included } a month
 }

# Days and hours
day-mon = Mon
day-tue = Tue
day-wed = Wed
day-thu = Thu
day-fri = Fri
day-sat = Sat
day-sun = Sun
day-holiday = holidays
every-day = every day
hours-from-until = { $from } to { $until }
week-from-until = { $from-day } { $from } to { $until-day } { $until }
per-stretch = per { $duration }
per-calendar-day = per calendar day
since = since { $date }
until = until { $date }
before = before { $date }

# People, vehicles, channels
energy-electric = electric
energy-fuel = with a tank
by-member = you
by-vehicle = the vehicle
by-kiosk = the kiosk
by-charger = the charging station
by-operator = our staff
channel-web = web site
channel-app = app
channel-phone = telephone
channel-on-board = on-board computer
channel-kiosk = kiosk
channel-office = office

# Headings of a rulebook
heading-prices = Prices
heading-bills = What is billed
heading-fees = Fees and indemnities
heading-exceptions = Exceptions
heading-subscriptions = Plans
heading-allowances = Free time
heading-usages = Counted events
heading-refunds = Refunds
heading-limits = Booking rules
heading-access = Access
heading-procedures = Step by step
heading-confirmations = Confirmations
heading-consents = Consents
heading-signup = Signing up
heading-duties = Duties
heading-forbidden = Forbidden
heading-services = Services
heading-questions = Questions and answers
heading-documents = Documents
heading-texts = Good to know
heading-clauses = Clauses
note-assumed = * assumed: the regulation does not say

# Explaining a bill
explain-booked = booked { $from } to { $until }
explain-agreed = (before the start: to { $until })
explain-returned = back { $at }
explain-cancelled = cancelled
explain-never-opened = never opened
explain-days = { $days } of { $of } days of { $amount }
explain-commitment = promised and not used
explain-further = { $counted } counted, { $included } included
explain-advanced = advanced: { $amount }
explain-nothing = No lines: nothing is to be paid.
explain-refused = Refused
