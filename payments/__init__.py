"""Money: gateways, webhooks, settlement, refunds, ledger, commissions, payouts."""
