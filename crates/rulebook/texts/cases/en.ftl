# Cases, indemnities, refunds
