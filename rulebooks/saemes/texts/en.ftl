# What stands on the bill
line-standard = Parking contract
line-low-mileage = Low-mileage resident parking contract
line-exits = Exits beyond the month's allowance

# Contracts
plan-standard = Parking by the month
plan-low-mileage = Low-mileage resident

# First login
signup-first-login = Log in with your customer number and the temporary password: both stand at the top left of your latest invoice.
signup-new-password = Choose your password, type it twice, then enter your e-mail address and, if you like, a second one.
consent-documents-by-mail = I agree to receive my documents by e-mail. This opens your documents on line, on-line payment and the details of your contracts.
consent-newsletter = I agree to receive the newsletter by e-mail. I can unsubscribe at any time.

# Customer space
service-space = Your customer space is open around the clock, on computer, tablet and phone.
service-documents-on-line = Your documents of the last five years, to read and to download.
confirmation-new-document = A new document is waiting in your customer space.
service-profile = Profile: your personal data and the list of your contracts.
service-contracts = Contracts: the detail of every running contract.
service-settle-balance = Settle the balance of your account on a secure payment page.
service-contact = Address, phone, number plate or another request: write to us from any page.
service-faq = Frequently asked questions.
service-newsletter = Newsletter.
service-direct-debit-request = Direct debit request: fill in the mandate and attach your bank details.
service-car-parks = All our car parks.
service-back-to-site = Back to the operator's site.
service-direct-debit = With direct debit your invoices are settled on time without your having to think of it.

# Documents
document-account = Left to pay
document-history = History of financial documents
document-exit-statement = Statement of the month's exits
document-invoice = Invoice

# What is asked often
faq-number-and-password = Where do I find my customer number and password?
faq-number-and-password-answer = Your login is your customer number. It stands, with the temporary password, at the top left of your latest invoice. On the first login you choose a password of your own.
faq-closed-documents = Why do I not see my invoices and contracts?
faq-closed-documents-answer = They open as soon as you agree to receive your documents by e-mail, under “What you agree to”. You can withdraw that at any time.
faq-how-long = For how long are my documents there?
faq-how-long-answer = For five years, to read and to download. A mail tells you of every new one.
faq-exits = Where do I see the month's exits?
faq-exits-answer = If you hold a low-mileage resident contract, the month's exits stand under “Statement of exits”.
faq-new-plate = My address, phone or vehicle has changed. What do I do?
faq-new-plate-answer = Write to us with the contact icon, which is on every page: we see to it as soon as we can.
faq-paying-without-thinking = Can I pay without having to think of it?
faq-paying-without-thinking-answer = Yes: with direct debit your invoices are settled on time without your doing anything.
