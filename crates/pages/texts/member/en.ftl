# What members do
times-first = You see what it costs before anything is changed.
times-more = That is { $amount } more than with the times as they are.
times-less = That is { $amount } less than with the times as they are.
times-same = It costs the same as with the times as they are.
times-agree = Agree: { $amount } in all
times-not = Leave it as it is
billed-already = Billed already
late-cost = If you come back { $when } all the same
late-cost-in-time = In time it costs { $amount }.
late-cost-told = If you tell us now that you will be late: { $amount }.
late-tell-now = Tell us that I will be late
to-do = For you to do
to-do-incomplete = Something is missing in your documents: we wrote to you what. Write to us if it is not clear.
to-do-applied = Your documents are being verified. We write to you as soon as that is done.
to-do-answer = We wait for your answer: { $case }
to-do-consent = Open your documents, on-line payment and contracts: agree to receive them by e-mail.
trip-late = Your time is over: bring the vehicle back, extend, or tell us that you are late.
next-now = It has begun: you can open the vehicle now.
next-then = Code and way to open it are with the booking.
to-booking = To the booking
after-that = After that
own-vehicles = Your vehicles
own-none = No vehicle has been enabled for you yet. Write to us which one you would like to drive.
own-free = Free now
own-free-until = Free until { $until }
own-until = until { $until }
passkeys-title = Passkeys
passkeys-lead = With a passkey you log in by fingerprint, face or the code of your device, without typing a password. It works on this site alone and cannot be given away.
passkeys-none = You have none yet.
passkeys-closed = Your operator does not offer this yet. Log in with your password.
passkey-add = Add a passkey
passkey-added = The passkey is added: you can log in with it from now on.
passkey-cannot = This browser cannot make passkeys, or runs no scripts. You can log in with your password.
passkey-failed = That did not work, or it was cancelled. Try again, or use your password.
passkey-label = What do you call it?
passkey-label-hint = Such as the name of the device on which it is.
passkey-log-in = Log in with a passkey
passkey-made = Made { $when }
passkey-remove = Take it away
passkey-remove-named = Take away: { $label }
passkey-removed = The passkey is taken away: nobody can log in with it any more.
passkey-unused = Not used yet
passkey-wrong = This passkey is not known here, or it took too long. Try again, or use your password.
more-stations = All stations
more-faq = Questions and answers
more-newsletter = Newsletter
places-car-parks = All car parks
places-none = There are none yet.
places-bays = { $count ->
    [one] { $count } bay
   *[other] { $count } bays
}
places-chargers = { $count ->
    [one] { $count } charger
   *[other] { $count } chargers
}
places-power = up to { $power } kW
places-map = On the map
faq-none = Nothing has been asked so often yet.
faq-else = Your question is not among them?
newsletter-is-on = You receive it.
newsletter-is-off = You do not receive it.
newsletter-begin = Subscribe
newsletter-end = Unsubscribe
newsletter-begun = You have subscribed. We have confirmed it to you in a message.
newsletter-ended = You have unsubscribed. We have confirmed it to you in a message.
exits-title = Statement of exits
exits-when = Exit
exits-amount = Amount
exits-is-included = included
exits-none = There was no exit in this month.
exits-count = { $count ->
    [one] { $count } exit in this month.
   *[other] { $count } exits in this month.
}
exits-included = { $count ->
    [one] { $count } a month is included.
   *[other] { $count } a month are included.
}
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
fails-title = It does not open?
fails-card = The card: hold it flat to the reader for two seconds, without others behind it. It opens from the booked start on, not a minute earlier.
fails-sms = The text message: send the code alone, from the number in your profile. An answer takes a minute at most; if none comes, send it once more.
fails-kiosk = The kiosk: type the code once more, digit by digit. If the screen stays dark, no key comes by itself: call us.
fails-app = Your phone: look whether it has a network, and load the page again.
fails-key = The key: it alone does not let you drive. Open as booked first.
fails-code = The code is lost? Have it sent again, with the button above.
